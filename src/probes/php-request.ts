/** How a visitor's request arrives in PHP: only a script in the web root can tell. */
import { defineProbe, LookFailed } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { valueOf } from '../logic/follow.js';
import { visitorClassifier } from '../logic/visitor-class.js';
import { askPhp, webTarget } from './php-ask.js';
import { forwardingHeaders, readRequest, requestScript } from './php-script-request.js';
import type { Personal } from '../model.js';
import { scriptFiles, scriptGround, siteAddress } from './places.js';

/** Headers whose value is, or begins with, an address. */
const addressHeader =
  /^HTTP_(?:CLIENT_IP|X_FORWARDED_FOR|X_FORWARDED|X_CLUSTER_CLIENT_IP|FORWARDED_FOR|CF_CONNECTING_IP|CF_CONNECTING_IPV6|CF_PSEUDO_IPV4|TRUE_CLIENT_IP|X_REAL_IP|X_SUCURI_CLIENTIP|INCAP_CLIENT_IP|FASTLY_CLIENT_IP)$/;

export default defineProbe({
  fact: 'php.request',
  vantage: 'web-php',
  title: "how a visitor's request arrives in PHP",
  wants: ['install.root', 'site.url'],
  budgetMs: 15_000,
  touches: [
    scriptGround,
    { kind: 'write', what: 'with --web-probe: one randomly named script in the web root, removed at once', covers: [...scriptFiles] },
    { kind: 'contact', what: 'with --web-probe: that script, below the System URL', covers: [siteAddress] },
  ],
  async observe({ host, options, want, signal }) {
    if (!options.webProbe)
      throw new LookFailed('disabled', 'needs --web-probe: a temporary script in the web root', { settle: 'Run again with --web-probe.' });
    valueOf(want['install.root']);
    valueOf(want['site.url']);
    const target = webTarget(options, want['install.root'], want['site.url']);
    if (target === null) throw new LookFailed('absent', 'the install or its address is not known');
    const script = requestScript();
    const [asked] = await askPhp(target, script, 1, { host, signal, timeoutMs: options.timeoutMs });
    const server = asked ? readRequest(asked.answer) : new Map<string, string>();
    const remote = server.get('REMOTE_ADDR');
    if (remote === undefined) throw new LookFailed('malformed', `${target.where} did not say REMOTE_ADDR`);

    const classify = visitorClassifier(cloudflareRanges);
    const personal = (value: string): Personal => ({ personal: 'address', value, class: classify(value) });
    const present = forwardingHeaders.filter((name) => server.has(name));
    return {
      value: {
        remoteAddr: personal(remote),
        serverAddr: server.get('SERVER_ADDR') ?? null,
        serverName: server.get('SERVER_NAME') ?? null,
        httpHost: server.get('HTTP_HOST') ?? null,
        https: server.get('HTTPS') ?? null,
        serverPort: server.get('SERVER_PORT') ?? null,
        forwardingHeaders: present,
        forwardedProto: server.get('HTTP_X_FORWARDED_PROTO') ?? null,
        forwardedFor: Object.fromEntries(
          present
            .filter((name) => addressHeader.test(name))
            .map((name) => [name, personal((server.get(name) ?? '').split(',')[0]?.trim() ?? '')]),
        ),
      },
      source: target.where,
    };
  },
});
