/** Files of one version and a database of another: WHMCS shows "Down for Maintenance (Err2)" instead of any page. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { siteRuns } from '../../src/logic/software-need.js';

export default defineCheck({
  id: 'whmcs-upgrade-unfinished',
  area: 'access',
  title: { pass: 'Files and database are of one version of WHMCS', fail: 'Files and database are of different versions of WHMCS' },
  causes: ['whmcs-upgrade-unfinished'],
  needs: [],
  wants: ['install.version', 'http.login'],
  judge({ 'install.version': version, 'http.login': login }, see) {
    const { database, files } = version.ok ? version.value : { database: null, files: null };
    const stands = login.ok && (login.value.notice === 'maintenance' || login.value.siteError?.is === 'version-mismatch');
    const evidence = [
      ...(database === null
        ? []
        : [see('install.version', 'Version of the database', database, { source: 'tblconfiguration.Version', vantage: 'database' })]),
      ...(files === null ? [] : [see('install.version', 'Version of the files', files, { source: 'init.php', vantage: 'files' })]),
    ];
    const said = { cause: 'whmcs-upgrade-unfinished', subject: 'WHMCS' } as const;
    if (login.ok && login.value.siteError?.is === 'version-mismatch') {
      const page = see('http.login', 'The page says', 'Down for Maintenance (Err2)');
      return fail({ ...said, confidence: 'proved', evidence: [page, ...evidence] });
    }
    if (siteRuns(login) && !version.ok) return pass([see('http.login', 'The site shows its log-in form', true)]);
    if (!version.ok) return gapJudgement(version);
    if (database === null || files === null) return skip('the version of the files or of the database is not known');
    if (sameVersion(database, files)) return pass(evidence);
    // A page that is shown settles it: then only the comment in init.php is another one.
    if (siteRuns(login)) return pass(evidence, { note: 'the site runs all the same' });
    if (stands) return fail({ ...said, confidence: 'proved', evidence });
    if (login.ok && !login.value.challenge) return warn({ ...said, confidence: 'likely', evidence });
    // Without a page the shorter of the two, as a comment in a file gives it, tells only as much as it has.
    return agreeSoFar(database, files)
      ? skip('the version of the files was seen only in part, and no page of the site: open it in a browser')
      : warn({ ...said, confidence: 'possible', evidence });
  },
});

/** The suffix "-release.1" counts only where both have one. */
function sameVersion(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.trim().split('-'));
  const release = a?.[1] !== undefined && b?.[1] !== undefined ? a[1] === b[1] : true;
  return trimmed(a?.[0]) === trimmed(b?.[0]) && release;
}

/** The numbers that both have are the same. */
function agreeSoFar(one: string, other: string): boolean {
  const [a = [], b = []] = [one, other].map((text) => (text.trim().split('-')[0] ?? '').split('.'));
  return a.length !== b.length && a.slice(0, b.length).join('.') === b.slice(0, a.length).join('.');
}

/** 8.11 and 8.11.0 are one. */
function trimmed(numbers: string | undefined): string {
  return (numbers ?? '').replace(/(?:\.0)+$/, '');
}
