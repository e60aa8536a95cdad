import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { program } from '../../src/cli/main.js';
import { outputs, withOutputs, withTables } from '../tools/readme.js';
import { tables } from '../tools/tables.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const root = program();
const options = [root, ...root.commands].flatMap((command) => command.options.flatMap(({ long }) => long ?? []));
const commands = root.commands.map((command) => command.name());

describe('README.md', () => {
  it('shows what the program prints today (npm run generate renews it)', { timeout: 20_000 }, () => {
    const today = outputs();
    for (const name of Object.keys(today)) expect(readme).toContain(`<!-- output of: ${name} -->`);
    expect(withOutputs(readme, today)).toBe(readme);
  });

  it('shows every table as it stands in the code (npm run generate renews it)', () => {
    for (const name of Object.keys(tables())) expect(readme).toContain(`<!-- table: ${name} -->`);
    expect(withTables(readme, tables())).toBe(readme);
  });

  it('names only options and commands that exist', () => {
    for (const [option] of readme.matchAll(/(?<=`[^`\n]*)--[a-z][a-z-]+/g))
      if (!/--(help|omit)/.test(option)) expect(options, option).toContain(option);
    for (const [, command] of readme.matchAll(/whmcs-doctor ([a-z]+)[ `]/g)) if (command !== 'is') expect(commands).toContain(command);
  });
});
