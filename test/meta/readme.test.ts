import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { phpWaysTable } from '../../src/knowledge/php-ways.js';
import { demoExcerpt, withOutput, withTable } from '../tools/readme.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const program = readFileSync(new URL('../../src/cli/main.ts', import.meta.url), 'utf8');

describe('README.md', () => {
  it('shows what the demo prints today (npm run generate renews it)', { timeout: 20_000 }, () => {
    expect(withOutput(readme, demoExcerpt())).toBe(readme);
  });

  it('shows the table of the ways to the web PHP as it stands in the code', () => {
    expect(withTable(readme, 'php ways', phpWaysTable())).toBe(readme);
  });

  it('names only options and commands that exist', () => {
    for (const [option] of readme.matchAll(/(?<=`[^`\n]*)--[a-z][a-z-]+/g))
      if (!/--(help|omit)/.test(option)) expect(program, option).toContain(option);
    for (const [, command] of readme.matchAll(/whmcs-doctor ([a-z]+)[ `]/g))
      if (command !== 'is') expect(program, command).toContain(`.command('${command ?? ''}')`);
  });
});
