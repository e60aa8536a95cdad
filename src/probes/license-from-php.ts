/** The license servers as the web PHP's own curl reaches them: its user, its CA bundle, its disabled functions. */
import { defineProbe, LookFailed } from '../index.js';
import { askPhp, phpTargets } from './php-ask.js';
import { curlScript, readCurl } from './php-script-curl.js';
import { phpListeners, scriptFiles, scriptGround } from './places.js';

/** Beyond curl's own limit: PHP has to start, and the answer to come back. */
const marginMs = 3000;
const longestMs = 12_000;

export default defineProbe({
  fact: 'license.from-php',
  vantage: 'web-php',
  title: "the license servers, asked by the web server's PHP",
  needs: ['php.web'],
  wants: ['install.root', 'php.pool', 'site.url'],
  budgetMs: 20_000,
  touches: [
    scriptGround,
    { kind: 'write', what: 'one temporary PHP script in a private folder outside the install, removed at once', covers: [...scriptFiles] },
    {
      kind: 'contact',
      what: 'the license servers and the control addresses, from PHP',
      covers: phpListeners,
    },
  ],
  async observe({ host, have, want, options, signal }) {
    const { license, controls } = options.endpoints;
    if (options.offline) throw new LookFailed('disabled', 'with --offline nothing beyond the target is contacted');
    if (license.length === 0) throw new LookFailed('disabled', 'endpoints.license is empty: no license server is contacted');
    const { way } = have['php.web'];
    const target = phpTargets(options, { pool: want['php.pool'], root: want['install.root'], site: want['site.url'] }).find(
      (one) => one.way === way,
    );
    if (!target) {
      throw new LookFailed('unsupported', 'PHP can only be read from its files here: its curl cannot be asked', {
        settle: host.me.uid === 0 ? 'Run with --web-probe.' : 'Run as root, or with --web-probe.',
        beyond: true,
      });
    }
    const seconds = Math.max(1, Math.ceil(Math.min(options.timeoutMs, longestMs) / 1000));
    const urls = [...license, ...controls];
    const script = curlScript(urls, seconds);
    const [asked] = await askPhp(target, script, 1, { host, signal, timeoutMs: seconds * 1000 + marginMs });
    if (!asked) throw new LookFailed('malformed', `${target.where} gave no answer`);
    const { extension, disabled, results, proxyVariables, hostsFile } = readCurl(asked.answer, urls);
    const known = { extension, disabled, proxyVariables, ...(hostsFile === null ? {} : { hostsFile }) };
    return {
      value: { servers: results.slice(0, license.length), controls: results.slice(license.length), ...known },
      source: target.where,
    };
  },
});
