import { gapJudgement } from '../../src/logic/gap.js';
import { addressFault, directoryFault, isWrittenFault, nameFault } from '../../src/logic/license-context.js';
import { licenseState } from '../../src/logic/license-state.js';
import { defineCheck, fail, pass, skip, warn, type Judgement } from '../../src/index.js';

export default defineCheck({
  id: 'license-context-unusable',
  area: 'license',
  title: {
    pass: 'Domain, address and directory are of use for the license check',
    fail: 'Domain, address or directory are of no use for the license check',
  },
  causes: ['license-server-name-unusable', 'license-server-address-changes', 'license-directory-moved'],
  needs: [],
  wants: ['license.context', 'http.admin'],
  judge({ 'license.context': fact, 'http.admin': admin }, see) {
    if (!fact.ok) return gapJudgement(fact);
    const context = fact.value;
    const { serverName, serverAddress, directory, cronPath, siteHost, seenBy } = context;
    // a line of a log may speak of another product's license: only the page says that WHMCS refuses its own
    const state = licenseState(admin, []);
    const refused = state.is === 'refused' && state.notice !== 'license-expired';
    // what was seen in a request is what WHMCS gets; files say only what it would get
    const confidence = seenBy === 'request' ? 'likely' : 'possible';
    const name = nameFault(context);
    const found: Judgement[] = [];
    if (name !== null && serverName !== null && (refused || isWrittenFault(name, serverName))) {
      const saw = serverName.value === null ? 'not set' : serverName.value === '' ? 'empty' : serverName.value;
      const evidence = [
        see('license.context', 'SERVER_NAME', saw, { want: siteHost ?? 'the domain of the site', source: serverName.where }),
      ];
      const said = { cause: 'license-server-name-unusable', subject: saw, evidence, title: names[name] };
      found.push(refused ? fail({ ...said, confidence: 'likely' }) : warn({ ...said, confidence }));
    }
    // each of these works on many machines: it counts only where the license is refused
    const address = refused ? addressFault(context) : null;
    if (address !== null && serverAddress !== null) {
      const saw = serverAddress.value ?? 'the address of the connection';
      const evidence = [
        see('license.context', 'SERVER_ADDR', saw, {
          want: serverAddress.replaces?.value ?? 'an address that stays the same',
          source: serverAddress.where,
        }),
        ...(serverAddress.replaces === null
          ? []
          : [see('license.context', 'Replaced', serverAddress.replaces.value, { source: serverAddress.replaces.where })]),
        ...(address === 'container' ? [see('license.context', 'This machine', 'a container')] : []),
      ];
      const said = { cause: 'license-server-address-changes', subject: saw, evidence, title: addresses[address] };
      found.push(address === 'inside' ? warn({ ...said, confidence: 'possible' }) : fail({ ...said, confidence: 'likely' }));
    }
    const moved = refused ? directoryFault(context) : null;
    if (moved !== null) {
      const evidence = [
        see('license.context', 'Folder of WHMCS', directory.path, { source: directory.path }),
        see('license.context', 'Its real path, which WHMCS sees', directory.real, { source: directory.path }),
        ...(cronPath === null ? [] : [see('license.context', '$whmcspath of crons/config.php', cronPath)]),
      ];
      const said = { cause: 'license-directory-moved', subject: directory.real, evidence, title: directories[moved] };
      found.push(moved === 'link' ? fail({ ...said, confidence: 'likely' }) : warn({ ...said, confidence: 'possible' }));
    }
    if (found.length > 0) return found;
    if (serverName === null && serverAddress === null)
      return skip('what the web server gives to PHP as SERVER_NAME and SERVER_ADDR could not be seen: run as root, or with --web-probe');
    return pass([
      ...(serverName?.value == null ? [] : [see('license.context', 'SERVER_NAME', serverName.value, { source: serverName.where })]),
      ...(serverAddress?.value == null
        ? []
        : [see('license.context', 'SERVER_ADDR', serverAddress.value, { source: serverAddress.where })]),
      see('license.context', 'Real directory', directory.real, { source: directory.path }),
    ]);
  },
});

const names = {
  missing: 'The web server gives PHP no domain for the license check',
  'no-domain': 'The domain for the license check is no domain',
  address: 'The domain for the license check is an address',
  other: 'The domain for the license check is not the one of the System URL',
} as const;

const addresses = {
  replaced: 'A later line replaces the address that is set for the license check',
  container: "The address for the license check is a container's, which changes when it starts anew",
  inside: 'The address for the license check belongs to a private network and may have changed',
} as const;

const directories = {
  link: 'WHMCS is reached through a link: its license sees the real directory',
  cron: 'crons/config.php names another directory than the one that WHMCS lies in',
} as const;
