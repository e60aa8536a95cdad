import { blame, isLedAstray, reachabilityOf, type Unreached, type UnreachedCause } from '../../src/logic/reachability.js';
import { reachedByPhp } from '../../src/logic/php-reach.js';
import { defineCheck, fail, pass, warn, type Judgement, type ServerReach } from '../../src/index.js';

export default defineCheck({
  id: 'license-server-unreachable',
  area: 'license',
  title: { pass: 'The license servers can be reached', fail: 'A license server cannot be reached' },
  causes: [
    'license-name-unresolvable',
    'license-hosts-file-override',
    'license-connection-refused',
    'license-connection-timeout',
    'license-tls-failing',
    'license-intercepted',
    'license-http-refused',
    'outbound-blocked',
  ],
  needs: ['license.servers'],
  wants: ['license.from-php'],
  judge({ 'license.servers': { servers, controls, proxyVariables }, 'license.from-php': php }, see) {
    const seen = (server: ServerReach, failure: Unreached | null) => [
      see('license.servers', server.host, failure === null ? 'reached' : `${failure.code} (${failure.stage})`, {
        want: 'reached',
        source: server.url,
      }),
      ...(failure?.address ? [see('license.servers', 'Address', failure.address)] : []),
      ...(failure?.certificate ? [see('license.servers', "Certificate's issuer", failure.certificate.issuer)] : []),
      ...(server.hostsFile === null
        ? []
        : [see('license.servers', 'Hosts file', server.hostsFile, { want: 'no entry', source: '/etc/hosts' })]),
    ];
    const unreached = servers.flatMap((server) => {
      const reach = reachabilityOf(server);
      return reach.reached ? [] : [{ server, failure: reach, cause: blame(server, reach, controls) }];
    });
    const phpFails = (server: ServerReach) => php.ok && !reachedByPhp(php.value.servers, server.url);
    const overridden = servers.filter((server) => server.hostsFile !== null && reachabilityOf(server).reached);
    const warnings = overridden.map((server): Judgement => {
      const said = { cause: 'license-hosts-file-override', subject: server.host, evidence: seen(server, null) };
      if (!isLedAstray(server))
        return warn({ ...said, confidence: 'possible', title: `The hosts file decides the address of ${server.host}, which may change` });
      const title = `The hosts file gives ${server.host} an address that does not answer`;
      return phpFails(server) ? fail({ ...said, confidence: 'proved', title }) : warn({ ...said, confidence: 'likely', title });
    });
    if (unreached.length === 0) return warnings.length > 0 ? warnings : pass(servers.flatMap((server) => seen(server, null)));
    const environment =
      proxyVariables.length > 0 ? [see('license.servers', 'Proxy variables (not used for this look)', proxyVariables.join(', '))] : [];
    if (php.ok && unreached.every(({ server }) => reachedByPhp(php.value.servers, server.url))) {
      const note = 'this shell does not reach them directly, but the web PHP, which is what WHMCS uses, does';
      return [...warnings, pass([...unreached.flatMap(({ server, failure }) => seen(server, failure)), ...environment], { note })];
    }
    const control = controls.map((one) => {
      const reach = reachabilityOf(one);
      return see('license.servers', `Control: ${one.host}`, reach.reached ? 'reached' : `${reach.code} (${reach.stage})`, {
        source: one.url,
      });
    });
    // where the other license server works, WHMCS uses that one
    const verdict = unreached.length < servers.length ? warn : fail;
    const causes = [...new Set(unreached.map(({ cause }): UnreachedCause => cause))];
    const findings = causes.map((cause): Judgement => {
      const affected = unreached.filter((one) => one.cause === cause);
      const evidence = [...affected.flatMap(({ server, failure }) => seen(server, failure)), ...control, ...environment];
      const subject = affected.map(({ server }) => server.host).join(', ');
      return verdict({ cause, subject, confidence: proxyVariables.length > 0 || controls.length === 0 ? 'likely' : 'proved', evidence });
    });
    return [...findings, ...warnings];
  },
});
