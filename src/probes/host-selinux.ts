/** SELinux: whether it enforces its policy, what the policy lets the web server do, and what it has denied. */
import { defineProbe, LookFailed } from '../index.js';
import type { Host, Selinux, SelinuxDenial } from '../model.js';
import { parseAvcDenials, type AvcDenial } from '../parse/audit-log.js';

const folder = '/sys/fs/selinux';
const auditLog = '/var/log/audit/audit.log';
/** Some thousand lines: the last hours of a busy server. */
const maxBytes = 1024 * 1024;
const mostDenials = 40;

/** httpd_selinux(8): what the web server and PHP may connect to. */
const booleans = [
  'httpd_can_network_connect',
  'httpd_can_network_connect_db',
  'httpd_can_network_memcache',
  'httpd_can_network_redis',
  'httpd_can_sendmail',
  'httpd_unified',
] as const;

/** Types of the web server’s and PHP’s processes on systems of the Red Hat family. */
const webTypes = /^(?:httpd|phpfpm|nginx)(?:_\w+)?_t$/;

export default defineProbe({
  fact: 'host.selinux',
  vantage: 'shell',
  title: 'SELinux',
  budgetMs: 5000,
  touches: [
    { kind: 'read', what: `${folder}/enforce and the booleans of the web server`, covers: [`${folder}/**`] },
    { kind: 'read', what: `the end of ${auditLog}, where SELinux is there`, covers: [auditLog] },
  ],
  async observe({ host, signal }) {
    const enforce = await small(host, `${folder}/enforce`, signal);
    const none = { booleans: {}, denials: [], unread: null, unreadBeyond: false } as const;
    if (enforce === null) return { value: { mode: 'off', ...none }, source: folder };
    if (!/^[01]\s*$/.test(enforce)) throw new LookFailed('malformed', `${folder}/enforce says neither 0 nor 1`);
    const mode = enforce.startsWith('1') ? 'enforcing' : 'permissive';
    const [set, log] = await Promise.all([allBooleans(host, signal), denials(host, signal)]);
    return { value: { mode, ...none, booleans: set, ...log }, source: folder };
  },
});

/** null: there is no such file. */
async function small(host: Host, path: string, signal: AbortSignal): Promise<string | null> {
  try {
    const { bytes } = await host.files.read(path, { maxBytes: 64, signal });
    return Buffer.from(bytes).toString('latin1');
  } catch (error) {
    if (error instanceof LookFailed && error.gap === 'absent') return null;
    throw error;
  }
}

/** "1 1": the value in force and the one that waits to be committed. */
async function allBooleans(host: Host, signal: AbortSignal): Promise<Selinux['booleans']> {
  const read = await Promise.all(
    booleans.map(async (name) => {
      try {
        return [name, await small(host, `${folder}/booleans/${name}`, signal)] as const;
      } catch (error) {
        if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug') throw error;
        return [name, null] as const;
      }
    }),
  );
  return Object.fromEntries(
    read.flatMap(([name, text]) => (text !== null && /^[01] [01]/.test(text) ? [[name, text.startsWith('1')]] : [])),
  );
}

async function denials(host: Host, signal: AbortSignal): Promise<Pick<Selinux, 'denials' | 'unread' | 'unreadBeyond'>> {
  try {
    const { bytes } = await host.files.read(auditLog, { maxBytes, end: true, signal });
    const found = parseAvcDenials(Buffer.from(bytes).toString('utf8')).filter(({ sourceType }) => webTypes.test(sourceType));
    return { denials: summed(found, host.now()), unread: null, unreadBeyond: false };
  } catch (error) {
    if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug') throw error;
    return { denials: [], unread: error.why, unreadBeyond: error.gap === 'absent' || (error.gap === 'denied' && host.me.uid !== 0) };
  }
}

/** Equal denials are one with a number, newest first. */
function summed(all: readonly AvcDenial[], now: number): readonly SelinuxDenial[] {
  const groups = new Map<string, { readonly what: Omit<AvcDenial, 'atMs'>; count: number; lastMs: number }>();
  for (const { atMs, ...what } of all) {
    const key = JSON.stringify(what);
    const group = groups.get(key);
    if (group) {
      group.count++;
      group.lastMs = Math.max(group.lastMs, atMs);
    } else groups.set(key, { what, count: 1, lastMs: atMs });
  }
  return [...groups.values()]
    .sort((a, b) => b.lastMs - a.lastMs)
    .slice(0, mostDenials)
    .map(({ what, count, lastMs }) => ({ ...what, count, lastAgeSeconds: Math.max(0, Math.round((now - lastMs) / 1000)) }));
}
