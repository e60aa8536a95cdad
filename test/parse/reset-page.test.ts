import { expect, test } from 'vitest';
import { parseResetForm } from '../../src/parse/reset-page.js';

const page = new URL('https://billing.test/shop/index.php?rp=/password/reset');
const parse = (html: string) => parseResetForm(html, page);

test.each([
  [
    '8.x and 9.x',
    '<form method="post" action="/shop/index.php?rp=/password/reset"><input type="hidden" name="token" value="a1"><input type="hidden" name="action" value="reset"><input type="email" name="email"></form>',
  ],
  [
    'before 7.8',
    '<form method="post" action="pwreset.php"><input type="hidden" name="token" value="a1"><input type="hidden" name="action" value="reset"><input type="text" name="email"></form>',
  ],
  [
    'by its address alone',
    '<form method="post" action="/password/reset/validate/email"><input name="token" value="a1"><input name="email"></form>',
  ],
])('the form of %s', async (_, html) => expect(await parse(html)).toMatchObject({ hasToken: true }));

test.each([
  ['a newsletter', '<form action="/subscribe"><input name="email"></form>'],
  ['the log-in form', '<form action="/index.php?rp=/password/reset"><input name="email"><input name="password"></form>'],
  ['no form', '<input name="email">'],
  ['an address that is none', '<form action="http://[/password/reset"><input name="action" value="reset"><input name="email"></form>'],
  ['nothing', ''],
])('not %s', async (_, html) => expect(await parse(html)).toBeNull());

test('name and password of an address are dropped', async () => {
  const form = await parse(
    '<form action="https://u:p@billing.test/password/reset"><input name="action" value="reset"><input name="email"></form>',
  );
  expect(form).toEqual({ action: 'https://billing.test/password/reset', hasToken: false });
});
