import { expect, it, test } from 'vitest';
import { askedFor, isOffline } from '../../src/logic/asked-for.js';

test.each<[string, readonly string[]]>([
  ['who cannot log in was not given: --user EMAIL', ['--user']],
  ['give --visitor-ip or --used-url URL', ['--used-url', '--visitor-ip']],
  ['"--admin-url"', ['--admin-url']],
  ['give DUO_CLIENT_ID, DUO_CLIENT_SECRET and DUO_HOST', ['DUO_CLIENT_ID', 'DUO_CLIENT_SECRET', 'DUO_HOST']],
  ['WHMCS_API_SECRET', ['WHMCS_API_SECRET']],
  ['GOOGLE_CLIENT_SECRET', ['GOOGLE_CLIENT_SECRET']],
  ['FACEBOOK_APP_ID', ['FACEBOOK_APP_ID']],
  ['TWITTER_KEY', ['TWITTER_KEY']],
  ['SMTP_PASSWORD', ['SMTP_PASSWORD']],
  ['--user, then --user again', ['--user']],
  // it takes looks away: nobody is asked for it
  ['not looked for because of --offline', []],
  ['--offline, and --user was not given', ['--user']],
  ['the API of WHMCS, by Duo', []],
  ['MYWHMCS_KEY', []],
  ['WHMCS_KEYs', []],
  ['WHMCS_', []],
  ['--x', []],
  ['--9lives', []],
  ['a---user', []],
  ['co--user', []],
  ['- -user', []],
  ['', []],
])('%j asks for %j', (reason, names) => {
  expect(askedFor([reason])).toEqual(names);
});

it('names each once over all reasons, sorted', () => {
  expect(askedFor(['--user', 'nothing', '--admin and SMTP_HOST', '--user'])).toEqual(['--admin', '--user', 'SMTP_HOST']);
  expect(askedFor([])).toEqual([]);
});

test.each([
  ['not looked for because of --offline', true],
  ['--offline and --offline', true],
  ['--offline, and --user was not given', false],
  ['--user was not given', false],
  ['nothing was given', false],
])('%j: nothing else is missing than the way out: %s', (reason, offline) => {
  expect(isOffline(reason)).toBe(offline);
});
