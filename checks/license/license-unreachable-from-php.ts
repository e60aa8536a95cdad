import { gapJudgement } from '../../src/logic/gap.js';
import { curlReached, describeCurl, disabledCurl, phpBlame, type PhpReachCause } from '../../src/logic/php-reach.js';
import { isLedAstray, reachabilityOf } from '../../src/logic/reachability.js';
import { hostOf } from '../../src/logic/url-identity.js';
import { defineCheck, fail, pass, skip, unknown, warn, type LicenseConnectionTest, type See } from '../../src/index.js';

export default defineCheck({
  id: 'license-unreachable-from-php',
  area: 'license',
  title: { pass: 'The web PHP reaches the license servers', fail: 'The web PHP does not reach a license server' },
  causes: [
    'license-unreachable-from-php',
    'php-ca-bundle-broken',
    'license-proxy-variables',
    'license-hosts-file-override',
    'php-tls-outdated',
  ],
  needs: [],
  wants: ['license.from-php', 'license.connection-test', 'license.servers', 'php.web'],
  judge({ 'license.from-php': php, 'license.connection-test': test, 'license.servers': shell, 'php.web': view }, see) {
    const shellFails = shell.ok && !shell.value.servers.some((server) => reachabilityOf(server).reached);
    if (!php.ok) return test.ok && test.value.available ? fromOwnTest(test.value, shellFails, see) : gapJudgement(php);
    const { servers, controls, extension, disabled } = php.value;
    if (!extension || disabledCurl(disabled).vital.length > 0) return skip('the web PHP has no working curl: see curl-missing');
    if (servers.length === 0) return unknown('the web PHP asked no license server', { settle });
    const alsoFromShell = (url: string) =>
      shell.ok && shell.value.servers.some((server) => server.url === url && (!reachabilityOf(server).reached || isLedAstray(server)));
    const unreached = servers.filter((server) => !curlReached(server));
    // what the shell does not reach either is not PHP's fault, unless its store of authorities is missing altogether
    const failing = unreached.filter((server) => server.errno === missingBundle || !alsoFromShell(server.url));
    const evidence = [...servers, ...(failing.length > 0 ? controls : [])].map((one) =>
      see('license.from-php', hostOf(one.url), describeCurl(one), { want: 'an answer', source: one.url }),
    );
    if (failing.length === 0)
      return unreached.length === 0
        ? pass(evidence)
        : skip('the shell does not reach them either, so PHP is not the reason: see license-server-unreachable');
    const ownReached = shell.ok && !shellFails;
    // a line that the shell sees as well is not what tells the two apart
    const hostsFile = (php.value.hostsFile ?? []).filter(
      ({ host }) => !(shell.ok && shell.value.servers.some((server) => server.host === host && server.hostsFile !== null)),
    );
    const { cause, certain } = phpBlame(failing, { ...php.value, hostsFile }, view.ok ? view.value.curl : null);
    const title = titles[cause];
    const surroundings = [
      ...(cause === 'license-proxy-variables'
        ? [see('license.from-php', "Proxy variables in PHP's environment", (php.value.proxyVariables ?? []).join(', '))]
        : []),
      ...(cause === 'license-hosts-file-override'
        ? hostsFile.map(({ line }) =>
            see('license.from-php', 'Hosts file as PHP sees it', line, { want: 'no entry', source: '/etc/hosts' }),
          )
        : []),
      ...(cause === 'php-tls-outdated' && view.ok
        ? [see('php.web', "TLS library of PHP's curl", view.value.curl?.ssl || 'not known')]
        : []),
    ];
    return (failing.length < servers.length ? warn : fail)({
      cause,
      subject: failing.map(({ url }) => hostOf(url)).join(', '),
      confidence: ownReached && certain ? 'proved' : 'likely',
      ...(title === undefined ? {} : { title }),
      evidence: [...evidence, ...surroundings, ...(ownReached ? [see('license.servers', 'From the shell', 'reached')] : [])],
    });
  },
});

const titles: Readonly<Partial<Record<PhpReachCause, string>>> = {
  'php-ca-bundle-broken': "The web PHP's store of certificate authorities is missing or too old",
  'license-proxy-variables': 'A proxy that only the web PHP is told to use keeps it from a license server',
  'license-hosts-file-override': 'The hosts file that the web PHP sees keeps it from a license server',
  'php-tls-outdated': 'The web PHP and a license server have no version of TLS in common',
};

/** CURLE_SSL_CACERT_BADFILE: https://curl.se/libcurl/c/libcurl-errors.html */
const missingBundle = 77;

const settle = 'Look at the license servers again, on the server: whmcs-doctor check --only license-unreachable-from-php';

/** WHMCS's own test speaks for the web PHP where that could not be asked. */
function fromOwnTest({ hosts }: LicenseConnectionTest, shellFails: boolean, see: See<'license.connection-test'>) {
  if (hosts.length === 0) return unknown('the connection test of WHMCS names no license server', { settle });
  const evidence = hosts.map(({ url, success, status }) =>
    see('license.connection-test', hostOf(url), success ? 'Connection Successful!' : `no success, response code ${status ?? 'none'}`, {
      want: 'Connection Successful!',
    }),
  );
  const failing = hosts.filter(({ success }) => !success);
  if (failing.length === 0) return pass(evidence, { note: 'this does not prove that the license is valid' });
  if (shellFails) return skip('the shell does not reach them either, so PHP is not the reason: see license-server-unreachable');
  const subject = failing.map(({ url }) => hostOf(url)).join(', ');
  return (failing.length < hosts.length ? warn : fail)({ cause: 'license-unreachable-from-php', subject, confidence: 'likely', evidence });
}
