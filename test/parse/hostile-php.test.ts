/** Files that are small and would take minutes, or all memory, where each line costs as much as all lines before it. */
import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import { parseHtaccess } from '../../src/parse/apache.js';
import { parseConfigurationPhp, textOf } from '../../src/parse/configuration-php.js';
import { parseLoginPage } from '../../src/parse/login-page.js';
import { parsePhpIni } from '../../src/parse/php-ini.js';
import { withoutCredentials } from '../../src/parse/redis-url.js';

const limitMs = 8000;

async function quick<T>(read: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  try {
    return await read();
  } finally {
    expect(performance.now() - began).toBeLessThan(limitMs);
  }
}

const php: Readonly<Record<string, string>> = {
  'appends to an array': '$a[]=1;'.repeat(18_000),
  'a long array': `$a=[${'1,'.repeat(60_000)}];`,
  'a text that doubles': `$a="xxxxxxxxxx";${'$a=$a.$a;'.repeat(13_000)}`,
  'variables and includes': `${Array.from({ length: 8000 }, (_, at) => `$v${at}=1;`).join('')}${"include 'x';".repeat(3000)}`,
  'an index of an index': `$a${'[1]'.repeat(40_000)}=1;`,
  'a deep expression': `$a=${'('.repeat(60_000)}1${')'.repeat(60_000)};`,
};

describe('configuration.php with', () => {
  it.each(Object.entries(php))('%s ends soon, and what cannot be told is not guessed', { timeout: 60_000 }, async (_, code) => {
    const found = await quick(() =>
      parseConfigurationPhp(Buffer.from(`<?php ${code} $db_name = 'x';`), '/a/configuration.php').catch((error: unknown) => error),
    );
    if (found instanceof Error) return expect(found).toBeInstanceOf(LookFailed);
    const held = (found as Awaited<ReturnType<typeof parseConfigurationPhp>>).variable('db_name');
    if (held) expect([JSON.stringify({ text: 'x' }), expect.stringContaining('why')]).toContainEqual(JSON.stringify(textOf(held.value)));
  });
});

it('a page of links and lines that go on are read in time', { timeout: 60_000 }, async () => {
  const page = new URL('https://billing.test/login');
  await quick(() => parseLoginPage('<a href="https://billing.test/contact.php">x</a>'.repeat(20_000), page));
  await quick(() => parseLoginPage(`<form>${'<input>'.repeat(140_000)}`, page));
  await quick(() => parseLoginPage('<form><input name="password">'.repeat(35_000), page));
  await quick(() => parseHtaccess('/a', `SetEnv ${'bbbbbbbbb\\\n'.repeat(90_000)}`, new Set()));
  await quick(() => parseHtaccess('/a', '<If a>\n'.repeat(100_000), new Set()));
  await quick(() =>
    parseHtaccess(
      '/a',
      `Define A0 x\n${Array.from({ length: 60 }, (_, at) => `Define A${at + 1} \${A${at}}\${A${at}}\n`).join('')}SetEnv x \${A60}`,
      new Set(),
    ),
  );
  await quick(() => parsePhpIni(`a${' '.repeat(190_000)}b = 1\n[PATH=${'/'.repeat(190_000)}x]`, '/a'));
  await quick(() => withoutCredentials(`${','.repeat(190_000)}!`));
});
