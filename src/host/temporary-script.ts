/** Temporary PHP scripts: put where PHP can read them, asked once or a few times, and removed on every way out. */
import { posix } from 'node:path';
import { LookFailed } from '../logic/failure.js';
import { orNull } from '../logic/or-null.js';
import type { As, Files, HttpResult, Identity, Net, PhpScripts, ScriptAnswer } from '../model.js';
import { poolGid } from './accounts.js';
import { askFastCgi, assertConnectable, nameOf, type FastCgiVantage, type Listener } from './fastcgi.js';
import { rightsFor, type OnTouch } from './rights.js';
import { guarded, tokenHeader, tokenParam } from './script-guard.js';
import { refusalIn, refusedEverywhere, type Refusal } from './script-refusal.js';
import { GroupRefused, keeperHere, ScriptKeeper, type KeeperProcess } from './watchdog.js';

/** Folders that every user can read from, tried in this order; only root can write to the last. */
export const temporaryFolders: readonly string[] = ['/tmp', '/var/tmp', '/dev/shm', '/run'];

/** Said of a script that its random name alone keeps from others; any other one is read by the pool's group alone. */
const forEverybody = ' (readable by whoever knows its name)';

const maxGroupBytes = 4 * 1024 * 1024;

export interface ScriptsOptions {
  readonly me: Identity;
  readonly files: Files;
  readonly net: Net;
  /** For each request to PHP-FPM. */
  readonly timeoutMs: number;
  readonly onTouch: OnTouch;
  /** Where PHP is not on this machine: what keeps the scripts there, from where PHP-FPM is asked, and that machine's clock that never jumps. */
  readonly elsewhere?: {
    keeper(as: As | null): KeeperProcess;
    readonly fastCgi: FastCgiVantage;
    /** Seconds. */
    uptime(): number;
  };
}

type FastCgiHow = Parameters<PhpScripts['overFastCgi']>[2];

/** A folder by the path that we write to and by the path that PHP-FPM knows it by. */
interface Place {
  readonly folder: string;
  readonly seenAs: string;
  /** Root of the machine as PHP-FPM sees it; empty: ours. */
  readonly view: string;
  /** Who alone may read it; null: everybody. */
  readonly group: number | null;
}

export class LocalScripts implements PhpScripts {
  readonly #keepers = new Set<ScriptKeeper>();
  /** Those that keep nothing at the moment, for the next script: starting one takes longer than all that it does. */
  readonly #idle = new Map<ScriptKeeper, string>();
  #isClosed = false;

  constructor(private readonly options: ScriptsOptions) {}

  overFastCgi(to: Listener, source: string, how: FastCgiHow): Promise<readonly ScriptAnswer[]> {
    const { me, files, onTouch, timeoutMs, elsewhere } = this.options;
    return this.#withKeeper(null, async (keeper) => {
      onTouch({ kind: 'contact', what: 'socket' in to ? `socket ${to.socket}` : `tcp ${to.host} port ${to.port}` });
      // So that nothing is written for nothing where we have no right to connect: the rule for everyone but root.
      if (me.uid !== 0 && 'socket' in to) await assertConnectable(to, timeoutMs, elsewhere?.fastCgi);
      const script = guarded(source, elsewhere?.uptime());
      const refusals: Refusal[] = [];
      const settled = new Set<string>();
      // PHP follows links before it goes up by `..`.
      const docRoot = how.docRoot ? ((await orNull(files.realpath(how.docRoot))) ?? how.docRoot) : null;
      const ahead = elsewhere?.fastCgi.ahead?.(how.times);
      ahead?.begin(to);
      try {
        for (const place of await this.#placesFor(how)) {
          if (settled.has(place.folder)) continue;
          if (how.signal?.aborted) throw new LookFailed('aborted', `the request to PHP-FPM at ${nameOf(to)} was stopped`);
          const { path, groupRefused } = await this.#tryPlace(keeper, place, script.source);
          // Where only the group did not get it, the same folder is tried for everybody who knows the name.
          if (groupRefused) continue;
          if (path === null) {
            refusals.push({ kind: 'unwritable', folder: place.folder });
            settled.add(place.folder);
            continue;
          }
          const ask = (): Promise<ScriptAnswer> =>
            askFastCgi(
              to,
              {
                params: scriptParams(place.seenAs + path.slice(place.folder.length), script.token, how.params, docRoot),
                timeoutMs: how.timeoutMs ?? timeoutMs,
                signal: how.signal,
              },
              elsewhere && { ...elsewhere.fastCgi, ...(ahead ? { connect: ahead.connect } : {}) },
            );
          const first = await ask();
          const refusal = refusalIn(first, place.seenAs);
          if (refusal === null) return await repeated(first, how.times, ask);
          refusals.push(refusal);
          // Who may read the script changes nothing about these.
          if (refusal.kind === 'open_basedir' || refusal.kind === 'extension') settled.add(place.folder);
          await keeper.remove();
        }
        throw refusedEverywhere(nameOf(to), how.chroot, refusals);
      } finally {
        ahead?.close();
      }
    });
  }

  inWebRoot(root: string, baseUrl: string, source: string, how: Parameters<PhpScripts['inWebRoot']>[3]): Promise<HttpResult> {
    const { me, files, net, onTouch, elsewhere } = this.options;
    const as = rightsFor(me, how.as, root);
    return this.#withKeeper(as, async (keeper) => {
      const script = guarded(source, elsewhere?.uptime());
      const folder = await files.realpath(root, { as: how.as });
      if (folder === null) throw new LookFailed('absent', `there is no web root ${root}`);
      const path = await keeper.place(folder, script.source, false);
      onTouch({ kind: 'write', what: `${path}${forEverybody}` });
      const url = new URL(path.slice(folder.length + 1), baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
      return net.http({
        url: url.href,
        headers: { [tokenHeader]: script.token },
        ...(how.address === undefined ? {} : { address: how.address }),
        ...(how.signal === undefined ? {} : { signal: how.signal }),
      });
    });
  }

  /** Removes every script that is still there. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled([...this.#keepers].map((keeper) => keeper.end()));
  }

  async #withKeeper<T>(as: As | null, use: (keeper: ScriptKeeper) => Promise<T>): Promise<T> {
    const rights = as === null ? 'own' : `${as.uid}:${as.gid}`;
    const keeper = this.#idleWith(rights) ?? new ScriptKeeper((this.options.elsewhere?.keeper ?? keeperHere)(as));
    this.#keepers.add(keeper);
    try {
      return await use(keeper);
    } finally {
      await this.#putBack(keeper, rights);
    }
  }

  /** A keeper that holds nothing any more waits for the next script. Any other one ends, and what it still holds goes with it. */
  async #putBack(keeper: ScriptKeeper, rights: string): Promise<void> {
    let isClear = false;
    try {
      isClear = !this.#isClosed && (await keeper.clear());
    } finally {
      if (isClear) this.#idle.set(keeper, rights);
      else {
        this.#keepers.delete(keeper);
        await keeper.end();
      }
    }
  }

  #idleWith(rights: string): ScriptKeeper | undefined {
    const known = [...this.#idle].find(([keeper, its]) => its === rights && keeper.isAlive)?.[0];
    if (known) this.#idle.delete(known);
    return known;
  }

  /** A pool that is not in the group that its file names may still read what everybody may. */
  async #placesFor(how: FastCgiHow): Promise<readonly Place[]> {
    const all = placesFor(this.options.me, how);
    const views = [...new Set(all.map(({ view }) => view))];
    const groups = new Map(await Promise.all(views.map(async (view) => [view, await this.#gid(how, view)] as const)));
    return all.flatMap((place) => {
      const group = groups.get(place.view) ?? null;
      return group === null ? [place] : [{ ...place, group }, place];
    });
  }

  /** The number of the pool's group where PHP is: a container has groups of its own. null: it is not known. */
  async #gid({ user, group, signal }: FastCgiHow, view: string): Promise<number | null> {
    const pool = { user: user ?? null, group: group ?? null };
    const text = async (file: string): Promise<string | null> => {
      const how = { maxBytes: maxGroupBytes, within: view || '/', ...(signal === undefined ? {} : { signal }) };
      const read = await orNull(this.options.files.read(`${view}${file}`, how));
      return read === null ? null : Buffer.from(read.bytes).toString('utf8');
    };
    const isNamed = pool.group !== null && !/^\d+$/.test(pool.group);
    const passwd = pool.group === null && pool.user !== null ? await text('/etc/passwd') : null;
    return poolGid(pool, { passwd, group: isNamed ? await text('/etc/group') : null });
  }

  /** The script's path; null where this folder cannot be used. */
  async #tryPlace(
    keeper: ScriptKeeper,
    place: Place,
    source: string,
  ): Promise<{ readonly path: string | null; readonly groupRefused: boolean }> {
    try {
      const path = await keeper.place(place.folder, source, true, place.group);
      this.options.onTouch({ kind: 'write', what: place.group === null ? `${path}${forEverybody}` : path });
      return { path, groupRefused: false };
    } catch (error) {
      if (!(error instanceof LookFailed)) throw error;
      await keeper.remove();
      return { path: null, groupRefused: error instanceof GroupRefused };
    }
  }
}

/** Where the script may go: as PHP-FPM's master process sees the machine, where that is known and we may follow it, then as we see it. */
function placesFor(me: Identity, how: FastCgiHow): readonly Place[] {
  const views = how.masterPid != null && me.uid === 0 ? [`/proc/${how.masterPid}/root`, ''] : [''];
  const chroot = (how.chroot ?? '').replace(/\/+$/, '');
  return views.flatMap((view) =>
    temporaryFolders.map((folder) => ({ folder: `${view}${chroot}${folder}`, seenAs: folder, view, group: null })),
  );
}

/** What a web server would send for this script. The caller's parameters cannot name another one. */
function scriptParams(
  path: string,
  token: string,
  given: Readonly<Record<string, string>>,
  docRoot: string | null,
): Readonly<Record<string, string>> {
  return {
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
    SERVER_SOFTWARE: 'whmcs-doctor',
    REMOTE_ADDR: '127.0.0.1',
    QUERY_STRING: '',
    REQUEST_URI: path,
    ...given,
    REQUEST_METHOD: 'GET',
    CONTENT_LENGTH: '0',
    SCRIPT_FILENAME: path,
    // With doc_root PHP opens doc_root + SCRIPT_NAME and not SCRIPT_FILENAME: https://www.php.net/manual/en/ini.core.php#ini.doc-root
    SCRIPT_NAME: docRoot ? `/${posix.relative(docRoot, path)}` : path,
    [tokenParam]: token,
  };
}

/** The further answers, one after another, so that the pool keeps its other workers for visitors. What came before a failure is kept. */
async function repeated(first: ScriptAnswer, times: number, ask: () => Promise<ScriptAnswer>): Promise<readonly ScriptAnswer[]> {
  const answers = [first];
  try {
    while (answers.length < times) answers.push(await ask());
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
  }
  return answers;
}
