/** The System URL is not an address of a folder: no browser, or not every program, makes the same of it. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { readUrl, shownUrl, type UrlRemark } from '../../src/logic/url-identity.js';

/** What breaks links and forms for certain. */
const broken: Partial<Record<UrlRemark, string>> = {
  'no-scheme': 'http:// or https:// in front',
  'not-http': 'an http or https address',
  unparsable: 'an address that a browser can read',
  credentials: 'no name and password in it',
  query: 'no “?” in it',
  fragment: 'no “#” in it',
  file: 'the address of a folder, not of a file',
};

/** What browsers repair or bear and other programs may not. */
const odd: Partial<Record<UrlRemark, string>> = {
  whitespace: 'no spaces around it',
  backslash: 'slashes instead of backslashes',
  slashes: 'two slashes after the scheme',
  'trailing-dot': 'no dot at the end of the name: browsers take it for another site',
  'ip-literal': 'a name instead of an IP address: certificates and sign-in providers need one',
  'double-slash': 'single slashes in the path',
};

export default defineCheck({
  id: 'system-url-unusable',
  area: 'url',
  title: { pass: 'The System URL is well formed', fail: 'The System URL is not well formed' },
  causes: ['system-url-unusable'],
  needs: ['database.settings'],
  judge({ 'database.settings': { systemUrl: row } }, see) {
    if (!row.present || row.value.trim() === '') return skip('no System URL is set: see system-url-empty');
    const { remarks } = readUrl(row.value);
    const shown = shownUrl(row.value);
    const wants = (of: Partial<Record<UrlRemark, string>>) => remarks.flatMap((remark) => of[remark] ?? []);
    const evidence = [...wants(broken), ...wants(odd)].map((want) =>
      see('database.settings', 'System URL', JSON.stringify(shown), { want, source: 'tblconfiguration.SystemURL' }),
    );
    const said = { cause: 'system-url-unusable', subject: shown.trim(), evidence };
    if (wants(broken).length > 0) return fail({ ...said, confidence: 'proved' });
    if (wants(odd).length > 0) return warn({ ...said, confidence: 'likely' });
    return pass([see('database.settings', 'System URL', shown, { source: 'tblconfiguration.SystemURL' })]);
  },
});
