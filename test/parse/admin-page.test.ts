import { describe, expect, test } from 'vitest';
import { parseAdminPage, visibleTexts } from '../../src/parse/admin-page.js';

const form = '<form method="post" action="dologin.php"><input type="text" name="username"><input TYPE="password" name="password"></form>';

describe('the admin log-in page', () => {
  test.each([
    ['the form', form, true, null, null],
    ['a failed log-in', `<div class="alert">Login Failed. Please Try Again.</div>${form}`, true, null, null],
    ['nothing', '', false, null, null],
    ['the heading alone', '<h1>License Invalid</h1>', false, 'license-invalid', 'License Invalid'],
    ['the older spelling, in the title', '<title>Licence Invalid - Acme</title>', false, 'license-invalid', 'Licence Invalid - Acme'],
    [
      'the sentence of 2012',
      '<p>Your license key Leased-1a2b3c4d5e is invalid. Possible reasons for this include:</p>',
      false,
      'license-invalid',
      'Your license key … is invalid',
    ],
    [
      'the key in an element of its own, and in two pieces',
      '<h1>License Invalid</h1><p>Your license key <b>Leased-1a2b 3c4d5e</b>\n is&nbsp;invalid.</p>',
      false,
      'license-invalid',
      'Your license key … is invalid',
    ],
    ['an empty key', '<p>Your license key <b></b> is invalid.</p>', false, 'license-invalid', 'Your license key is invalid'],
    ['suspended', '<h2>Licence Suspended</h2>', false, 'license-suspended', 'Licence Suspended'],
    ['expired', '<h2>License Expired</h2>', false, 'license-expired', 'License Expired'],
    ['no connection', '<div><strong>No Connection</strong></div>', false, 'no-connection', 'No Connection'],
    ['beside the form', `<div>License Invalid</div>${form}`, true, 'license-invalid', 'License Invalid'],
    [
      'another folder than is configured',
      '<p>You are attempting to access the admin area via a directory that is not configured. Please either revert</p>',
      false,
      'admin-path-not-configured',
      'attempting to access the admin area via a directory that is not configured',
    ],
    ['maintenance', '<h1>Down for Maintenance (Err 2)</h1>', false, 'maintenance', 'Down for Maintenance (Err 2)'],
    ['a ban', '<p>Your IP <b>203.0.113.9</b> has been banned</p>', false, 'banned', 'Your IP … has been banned'],
  ] as const)('%s', (_, html, hasForm, notice, text) => {
    expect(parseAdminPage(html)).toEqual({ form: hasForm, notice, text });
  });

  test.each([
    ['a script', `<script>var texts = {error: "No Connection"}; /* License Invalid */</script>${form}`],
    ['a style', `<style>.x:before{content:"License Invalid"}</style>${form}`],
    ['a comment', `<!-- <h1>License Invalid</h1> -->${form}`],
    ['prose about it', `<p>If you see No Connection, call us. Our license is invalid nowhere else.</p>${form}`],
    ['the texts of a connection test', "Testing Connection to 'https://a.licensing.whmcs.com/1.0/test'...\nNo Connection problems"],
  ])('is not misled by %s', (_, html) => {
    expect(parseAdminPage(html).notice).toBeNull();
  });

  test('no key is in the words of a heading', () => {
    expect(JSON.stringify(parseAdminPage('<h1>License Invalid: Leased-1a2b3c4d5e6f7a8b</h1>'))).not.toMatch(/1a2b3c4d/);
  });
});

test('texts are those that a visitor sees', () => {
  expect(visibleTexts('a<b>c &amp; d</b><svg><text>no</text></svg> <script>no</script >e\n f<textarea>no')).toEqual(['a', 'c & d', 'e f']);
  expect(visibleTexts('x <3 y')).toEqual(['x']);
});
