import { brokenIpv6 } from '../../src/logic/reachability.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'license-ipv6-broken',
  area: 'license',
  title: {
    pass: 'IPv6 does not stand in the way of the license servers',
    fail: 'A license server is announced over IPv6 and cannot be reached that way',
  },
  causes: ['license-ipv6-broken'],
  needs: ['license.servers'],
  judge({ 'license.servers': { servers, controls } }, see) {
    const broken = servers.flatMap((server) => {
      const failure = brokenIpv6(server);
      return failure === null ? [] : [{ server, failure }];
    });
    const others = controls.filter((control) => control.ipv6 !== null);
    if (broken.length === 0) {
      const tried = servers.some(({ ipv6 }) => ipv6?.reached);
      if (!tried && !servers.some(({ ipv4 }) => ipv4?.reached))
        return skip('no license server was reached: see license-server-unreachable');
      return pass([], {
        note: tried ? 'reached over IPv6 too' : 'IPv6 is not used: no address of that kind, or no route, which programs notice at once',
      });
    }
    const evidence = [
      ...broken.flatMap(({ server, failure }) => [
        see('license.servers', `${server.host} over IPv6`, `${failure.code} (${failure.stage})`, {
          want: 'reached',
          source: failure.address ?? server.url,
        }),
        see('license.servers', `${server.host} over IPv4`, 'reached', { source: server.ipv4?.address ?? server.url }),
      ]),
      ...others.map(({ host, ipv6 }) =>
        see(
          'license.servers',
          `Control over IPv6: ${host}`,
          ipv6?.reached ? 'reached' : `${ipv6?.failure?.code ?? 'no answer'} (${ipv6?.failure?.stage ?? 'http'})`,
        ),
      ),
    ];
    return warn({
      cause: 'license-ipv6-broken',
      subject: broken.map(({ server }) => server.host).join(', '),
      confidence: others.length > 0 ? 'proved' : 'likely',
      evidence,
    });
  },
});
