/** The admin area opens in one folder only: the one that configuration.php names, or admin. */
import { defineCheck, fail, pass, unknown, warn } from '../../src/index.js';
import { usedAdminFolder } from '../../src/logic/used-admin-folder.js';
import type { Judgement } from '../../src/model.js';

export default defineCheck({
  id: 'admin-folder-mismatch',
  area: 'access',
  title: {
    pass: 'The admin folder is the one that is configured',
    fail: 'The admin folder is another one than the configured one',
  },
  causes: ['admin-folder-missing', 'admin-folder-not-configured', 'admin-folder-name-invalid', 'admin-folder-used-differs'],
  needs: ['install.admin-folder'],
  wants: ['http.admin', 'operator.report', 'site.url'],
  judge(facts, see) {
    const { 'install.admin-folder': admin, 'http.admin': page, 'operator.report': report, 'site.url': site } = facts;
    const configured = see('install.admin-folder', '$customadminpath', admin.configured ?? 'not set, so admin', {
      source: 'configuration.php',
    });
    const root = admin.path.slice(0, -admin.folder.length);
    const others = admin.others.map((name) =>
      see('install.admin-folder', 'A folder with the pages of an admin area', name, { source: `${root}${name}` }),
    );
    const odd = admin.written === 'path' || admin.written === 'odd';
    const said = { subject: admin.folder, confidence: 'proved' } as const;
    const main = (): Judgement => {
      if (page.ok && page.value.notice === 'admin-path-not-configured') {
        const words = see('http.admin', page.value.url, page.value.text ?? 'refuses the folder', { want: 'its log-in form' });
        const cause = odd ? 'admin-folder-name-invalid' : 'admin-folder-not-configured';
        return fail({ ...said, cause, title: 'WHMCS refuses the folder of its admin area', evidence: [words, configured] });
      }
      if (page.ok && page.value.form) return pass([see('http.admin', page.value.url, 'its log-in form'), configured]);
      const there = admin.state === 'present' && admin.complete;
      const saw = admin.state === 'present' ? (there ? 'there' : 'without login.php and index.php') : admin.state;
      const state = see('install.admin-folder', admin.path, saw, { want: 'the admin area' });
      if (admin.state === 'denied')
        return unknown(`${admin.path} is closed to the site's own user`, { settle: `Open <System URL>${admin.folder}/ in a browser.` });
      if (odd) {
        // The documented characters are what WHMCS promises: others may work where the folder is there.
        const title = '$customadminpath is not the name of a folder of the install';
        const invalid = { ...said, cause: 'admin-folder-name-invalid', title, evidence: [configured, state, ...others] };
        return there ? warn({ ...invalid, confidence: 'possible' }) : fail({ ...invalid, confidence: 'likely' });
      }
      if (there) return pass([state, configured]);
      if (admin.written === 'default' && others.length > 0) {
        const title = 'The admin folder was renamed without saying so in configuration.php';
        return fail({ ...said, cause: 'admin-folder-not-configured', title, evidence: [state, ...others, configured] });
      }
      const title = 'There is no admin area in a folder of the configured name';
      return fail({ ...said, cause: 'admin-folder-missing', title, evidence: [state, configured, ...others] });
    };
    const typed = report.ok ? report.value.usedUrl : null;
    const used = typed === null || !site.ok ? null : usedAdminFolder(typed, site.value.url, admin);
    if (used === null) return main();
    const opened = see('operator.report', 'Folder that was opened', used, { want: admin.folder, source: '--used-url' });
    const title = 'The person opened another folder than the configured admin folder';
    return [main(), fail({ ...said, subject: used, cause: 'admin-folder-used-differs', title, evidence: [opened, configured] })];
  },
});
