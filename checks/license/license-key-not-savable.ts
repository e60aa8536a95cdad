import { permits } from '../../src/logic/access-rights.js';
import { malformations } from '../../src/logic/license-key.js';
import { licenseState } from '../../src/logic/license-state.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

const write = 2;

export default defineCheck({
  id: 'license-key-not-savable',
  area: 'license',
  title: { pass: 'No other license key has to be saved, or it can be', fail: 'WHMCS cannot save another license key' },
  causes: ['license-key-not-savable'],
  needs: ['install.configuration'],
  wants: ['http.admin', 'php.web', 'logs.whmcs', 'logs.php'],
  judge({ 'install.configuration': configuration, 'http.admin': admin, 'php.web': php, 'logs.whmcs': whmcs, 'logs.php': log }, see) {
    const { license, licenseShape, mode, ownerUid, ownerGid, path } = configuration;
    if (license.state !== 'set') return skip('configuration.php sets no $license that could be read: see license-key-malformed');
    const state = licenseState(admin, [whmcs, log]);
    const malformed = !license.value.present || (licenseShape !== undefined && malformations(licenseShape).length > 0);
    // mode 400 is what the documentation recommends for every other day
    const refused = state.is === 'refused' && state.notice === 'license-invalid';
    if (!refused && !malformed) return pass([], { note: `no key has to be changed now; ${path} has mode ${mode}` });
    const user = php.ok ? php.value.user : null;
    if (user === null) return skip(`whether PHP may write ${path} (mode ${mode}) is seen only where the user of the web PHP is known`);
    const step = { path, mode: Number.parseInt(mode, 8), uid: ownerUid, gid: ownerGid ?? -1, acl: null };
    const evidence = [
      see('install.configuration', 'Mode of configuration.php', mode, { want: 'writable for PHP while the key is changed', source: path }),
      see('php.web', 'User of the web PHP', user.name ?? user.uid),
    ];
    return permits(step, user, write)
      ? pass(evidence)
      : warn({ cause: 'license-key-not-savable', subject: path, confidence: 'likely', evidence });
  },
});
