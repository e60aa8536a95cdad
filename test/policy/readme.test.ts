import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/policy/config.js';
import { readDocument, validated } from '../../src/policy/document.js';
import { readWaivers } from '../../src/policy/waivers.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const sections = readme.split(/\n(?=## )/).filter((text) => /^## (?:Configuration|Policy)/.test(text));
const blocks = [...sections.join('\n').matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text);

describe('the examples of README.md', () => {
  it('are accepted as they stand', async () => {
    const waivers = blocks.filter((text) => text.startsWith('waivers:'));
    const configurations = blocks.filter((text) => !waivers.includes(text));
    expect([waivers.length, configurations.length]).toEqual([1, 2]);
    for (const text of waivers) expect((await readWaivers(text, 'README.md')).length).toBeGreaterThan(0);
    for (const text of configurations) expect(validated(configSchema, await readDocument(text, 'README.md'), 'README.md')).toBeTruthy();
  });
});
