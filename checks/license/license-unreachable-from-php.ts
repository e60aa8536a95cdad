import { gapJudgement } from '../../src/logic/gap.js';
import { curlReached, describeCurl, disabledCurl, isBundleFault } from '../../src/logic/php-reach.js';
import { isLedAstray, reachabilityOf } from '../../src/logic/reachability.js';
import { defineCheck, fail, pass, skip, warn, type LicenseConnectionTest, type See } from '../../src/index.js';

export default defineCheck({
  id: 'license-unreachable-from-php',
  area: 'license',
  title: { pass: 'The web PHP reaches the license servers', fail: 'The web PHP does not reach a license server' },
  causes: ['license-unreachable-from-php', 'php-ca-bundle-broken'],
  needs: [],
  wants: ['license.from-php', 'license.connection-test', 'license.servers'],
  judge({ 'license.from-php': php, 'license.connection-test': test, 'license.servers': shell }, see) {
    const shellFails = shell.ok && !shell.value.servers.some((server) => reachabilityOf(server).reached);
    if (!php.ok) return test.ok && test.value.available ? fromOwnTest(test.value, shellFails, see) : gapJudgement(php);
    const { servers, controls, extension, disabled } = php.value;
    if (!extension || disabledCurl(disabled).vital.length > 0) return skip('the web PHP has no working curl: see curl-missing');
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
    const bundle = failing.every(isBundleFault);
    const ownReached = shell.ok && !shellFails;
    return (failing.length < servers.length ? warn : fail)({
      cause: bundle ? 'php-ca-bundle-broken' : 'license-unreachable-from-php',
      subject: failing.map(({ url }) => hostOf(url)).join(', '),
      confidence: ownReached ? 'proved' : 'likely',
      ...(bundle ? { title: "The web PHP's store of certificate authorities is missing or too old" } : {}),
      evidence: ownReached ? [...evidence, see('license.servers', 'From the shell', 'reached')] : evidence,
    });
  },
});

/** CURLE_SSL_CACERT_BADFILE: https://curl.se/libcurl/c/libcurl-errors.html */
const missingBundle = 77;

/** WHMCS's own test speaks for the web PHP where that could not be asked. */
function fromOwnTest({ hosts }: LicenseConnectionTest, shellFails: boolean, see: See<'license.connection-test'>) {
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

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
}
