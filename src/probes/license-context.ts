/** What a license is bound to, as the web PHP sees it: SERVER_NAME, SERVER_ADDR and the real folder of the install. */
import path from 'node:path';
import { defineProbe } from '../index.js';
import { addressClass } from '../logic/address-class.js';
import { printable } from '../logic/http-answer.js';
import { readUrl } from '../logic/url-identity.js';
import { parseConfigurationPhp, textOf } from '../parse/configuration-php.js';
import { asked, containerMarks, isContainer } from './container.js';
import type { Fact, Host, InstallRoot, PhpRequest, ServerVariable, WebServer } from '../model.js';

const maxCronConfig = 65_536;
const overriding = ['SERVER_NAME', 'SERVER_ADDR'] as const;
type Name = (typeof overriding)[number];

export default defineProbe({
  fact: 'license.context',
  vantage: 'files',
  title: 'what the license is bound to',
  needs: ['install.root'],
  wants: ['web.server', 'php.request', 'install.configuration', 'site.url'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: `crons/config.php of the install; ${containerMarks.join(', ')}`,
      covers: ['<install>/crons/config.php', '<install>/configuration.php', ...containerMarks],
    },
  ],
  async observe({ host, have, want, signal }) {
    const root = have['install.root'];
    const request = want['php.request'];
    const [container, cronPath] = await Promise.all([isContainer(host, signal), whmcsPath(host, root, signal)]);
    const serverName = variable('SERVER_NAME', want['web.server'], request);
    const serverAddress = variable('SERVER_ADDR', want['web.server'], request);
    const site = want['site.url'];
    const configuration = want['install.configuration'];
    const set = configuration.ok ? configuration.value.serverOverrides : [];
    const source = serverName?.where ?? root.path;
    return {
      value: {
        seenBy: request.ok ? 'request' : 'configuration',
        serverName,
        serverAddress,
        addressClass: serverAddress?.value == null ? null : addressClass(serverAddress.value),
        siteHost: site.ok ? (readUrl(site.value.url).identity?.host ?? null) : null,
        container,
        directory: { path: root.path, real: root.realPath },
        cronPath,
        overrides: overriding.filter((name) => set.some(({ key }) => key === name)),
      },
      source,
      ...(request.ok ? { vantage: 'web-php' } : {}),
    };
  },
});

/** What PHP got of a visitor's request, else what the web server's files would give it; null: neither could be seen. */
function variable(name: Name, web: Fact<WebServer>, request: Fact<PhpRequest>): ServerVariable | null {
  const told = web.ok ? web.value.serverVariables : undefined;
  const lines = (told ?? []).filter((line) => line.name === name);
  const last = lines.at(-1);
  const earlier = lines.slice(0, -1).findLast((line) => line.written && line.value !== null);
  const replaces =
    last === undefined || earlier === undefined || earlier.value === last.value
      ? null
      : { value: shown(earlier.value ?? ''), where: earlier.where };
  const configured = last && { follows: last.follows, where: last.where, written: last.written, replaces };
  if (request.ok) {
    const value = name === 'SERVER_NAME' ? request.value.serverName : request.value.serverAddr;
    return {
      ...(configured ?? { follows: null, where: 'a request', written: false, replaces }),
      value: value === null ? null : shown(value),
    };
  }
  if (told === undefined || !web.ok) return null;
  if (configured === undefined || last === undefined) {
    // Where PHP is run by another server, these lines say nothing.
    return told.length === 0 ? null : { value: null, follows: null, where: web.value.file, written: true, replaces: null };
  }
  return { ...configured, value: last.value === null ? null : shown(last.value) };
}

function shown(value: string): string {
  return printable(value, 253);
}

/** Where a moved cron folder looks for the install: https://docs.whmcs.com/Custom_Crons_Directory */
async function whmcsPath(host: Host, root: InstallRoot, signal: AbortSignal): Promise<string | null> {
  const file = path.posix.join(root.path, 'crons/config.php');
  return await asked(async () => {
    const { bytes, truncated } = await host.files.read(file, {
      maxBytes: maxCronConfig,
      within: root.realPath,
      signal,
      ...(host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {}),
    });
    const held = truncated
      ? undefined
      : (await parseConfigurationPhp(bytes, path.posix.join(root.realPath, 'crons/config.php'))).variable('whmcspath');
    const text = held && textOf(held.value);
    if (text === undefined || !('text' in text) || !text.text.startsWith('/')) return null;
    return printable(path.posix.normalize(text.text).replace(/(?<=.)\/$/, ''), 300);
  });
}
