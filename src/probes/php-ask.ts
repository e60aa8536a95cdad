/** The two ways in which the web PHP itself can be asked: over FastCGI, and with --web-probe as a visitor. */
import { LookFailed, unanswered } from '../logic/failure.js';
import { poolValue } from '../logic/pool-value.js';
import { readAnswer, type PhpAnswer, type PhpScript } from './php-script.js';
import type { As, Fact, Host, InstallRoot, PhpPool, RunOptions, ScriptAnswer } from '../model.js';

export type PhpTarget =
  | {
      readonly way: 'fastcgi';
      readonly listen: string;
      readonly chroot: string | null;
      readonly masterPid: number | null;
      readonly user: string | null;
      readonly group: string | null;
      readonly docRoot: string | null;
      readonly where: string;
    }
  | {
      readonly way: 'web-probe';
      readonly root: string;
      readonly baseUrl: string;
      readonly as: As;
      readonly address: string | null;
      readonly where: string;
    };

export interface Asked {
  readonly answer: PhpAnswer;
  /** This machine's clock around the moment at which PHP ran, ms since 1970. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

export interface Asking {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** The ways that are open, best first. None: only files can be read. */
export function phpTargets(
  options: RunOptions,
  facts: {
    readonly pool: Fact<PhpPool>;
    readonly root: Fact<InstallRoot>;
    readonly site: Fact<{ readonly url: string }>;
  },
): readonly PhpTarget[] {
  const targets: PhpTarget[] = [];
  const web = webTarget(options, facts.root, facts.site);
  if (web) targets.push(web);
  const pool = facts.pool.ok ? facts.pool.value : null;
  if (pool?.kind === 'fpm' && pool.listen !== null) {
    const name = pool.pool === null ? 'PHP-FPM' : `PHP-FPM pool ${pool.pool}`;
    const { listen, chroot, masterPid, user, group } = pool;
    const docRoot = poolValue(pool.values, 'doc_root', pool.kind) || null;
    targets.push({ way: 'fastcgi', listen, chroot, masterPid, user, group, docRoot, where: `${name} at ${listen}` });
  }
  return targets;
}

/** The web way alone; null: not asked for, or the install's folder or address is not known. */
export function webTarget(
  options: RunOptions,
  root: Fact<InstallRoot>,
  site: Fact<{ readonly url: string }>,
): (PhpTarget & { way: 'web-probe' }) | null {
  if (!options.webProbe || !root.ok || !site.ok) return null;
  const { path, owner } = root.value;
  return {
    way: 'web-probe',
    root: path,
    baseUrl: site.value.url,
    as: { uid: owner.uid, gid: owner.gid },
    address: options.origin,
    where: `a temporary script below ${site.value.url}`,
  };
}

/** Runs the script and reads its answers: `times` over FastCGI, where each may meet another worker, and once as a visitor. */
export async function askPhp(target: PhpTarget, script: PhpScript, times: number, asking: Asking): Promise<readonly Asked[]> {
  const { host, signal, timeoutMs } = asking;
  switch (target.way) {
    case 'fastcgi': {
      const answers = await host.scripts.overFastCgi(listener(target.listen), script.source, {
        params: {},
        times,
        chroot: target.chroot,
        masterPid: target.masterPid,
        user: target.user,
        group: target.group,
        docRoot: target.docRoot,
        timeoutMs,
        signal,
      });
      return answers.map((answer) => ({
        answer: read(script, answer, target.where),
        sentAt: answer.sentAt,
        receivedAt: answer.receivedAt,
      }));
    }
    case 'web-probe': {
      const got = await host.scripts.inWebRoot(target.root, target.baseUrl, script.source, {
        as: target.as,
        signal,
        ...(target.address === null ? {} : { address: target.address }),
      });
      if (!got.ok) throw new LookFailed(unanswered(got), `${target.where} could not be fetched: ${got.message}`);
      if (got.status !== 200)
        throw new LookFailed('denied', `${target.where} was answered with HTTP status ${got.status}`, { settle: whenRedirected });
      return [{ answer: readAnswer(script, got.body, target.where), sentAt: got.sentAt, receivedAt: got.headersAt }];
    }
  }
}

const whenRedirected = 'Give the address under which the site answers without a redirect with --url, or the server itself with --origin.';

/** FPM refuses scripts outside open_basedir, or with other extensions, by a status and a line of its own. */
function read(script: PhpScript, answer: ScriptAnswer, where: string): PhpAnswer {
  if (answer.status >= 400 && !answer.stdout.includes(script.begin)) {
    const line = (answer.stderr || answer.stdout).trim().split('\n')[0]?.slice(0, 200) ?? '';
    throw new LookFailed(
      answer.status < 500 ? 'denied' : 'malformed',
      `${where} answered with status ${answer.status}${line === '' ? '' : `: ${line}`}`,
    );
  }
  return readAnswer(script, answer.stdout, where);
}

/** `listen` of a pool file: a socket path, host:port, [address]:port or a port alone. */
export function listener(listen: string): { readonly socket: string } | { readonly host: string; readonly port: number } {
  const written = listen.replace(/^unix:/, '');
  if (written.startsWith('/')) return { socket: written };
  const found = /^(?:\[([0-9a-f:.]+)\]|([^:]*)):(\d{1,5})$/i.exec(written) ?? /^()()(\d{1,5})$/.exec(written);
  if (!found) return { socket: written };
  const host = found[1] ?? found[2] ?? '';
  // An address that stands for all of the machine's own is asked on the loopback.
  const usable = host === '' || host === '*' || host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return { host: usable, port: Number(found[3]) };
}
