/** A host for unit tests of probes: every look that a test does not provide fails loudly. */
import { LookFailed } from '../../src/logic/failure.js';
import type { Fact, FactId, Facts, FileStat, Host, Look, RunOptions, SecretRef } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';

type DeepPartial<T> = { readonly [K in keyof T]?: T[K] extends (...args: never[]) => unknown ? T[K] : DeepPartial<T[K]> };

function refusing(name: string): never {
  throw new Error(`this test's host has no ${name}`);
}

function part<T extends object>(name: string, given: DeepPartial<T> | undefined, base: Partial<T> = {}): T {
  return new Proxy({ ...base, ...given } as T, {
    get: (target, key) =>
      key in target ? Reflect.get(target, key) : typeof key === 'symbol' || key === 'then' ? undefined : () => refusing(`${name}.${key}`),
  });
}

export interface FakeFile {
  readonly text?: string;
  readonly stat?: Partial<FileStat>;
  /** Throws this instead. */
  readonly fails?: LookFailed;
}

/** Files by path; folders are made up from the paths, or given with stat.kind 'directory'. */
export function fakeFiles(files: Readonly<Record<string, string | FakeFile>>): DeepPartial<Host['files']> {
  const entry = (path: string): FakeFile | null => {
    const given = files[path];
    if (given !== undefined) return typeof given === 'string' ? { text: given } : given;
    const inside = Object.keys(files).some((name) => name.startsWith(path.endsWith('/') ? path : `${path}/`));
    return inside ? { stat: { kind: 'directory', mode: 0o755 } } : null;
  };
  const statOf = (found: FakeFile): FileStat => ({
    kind: 'file',
    size: found.text?.length ?? 0,
    mode: 0o644,
    uid: 1000,
    gid: 1000,
    mtimeMs: 0,
    ctimeMs: 0,
    inode: 1,
    device: 1,
    link: null,
    ...found.stat,
  });
  return {
    async stat(path) {
      const found = entry(path);
      if (found?.fails) throw found.fails;
      return found ? statOf(found) : null;
    },
    async realpath(path) {
      return entry(path) ? path : null;
    },
    async read(path, how) {
      const found = entry(path);
      if (!found) throw new LookFailed('absent', `there is no ${path}`);
      if (found.fails) throw found.fails;
      const stat = statOf(found);
      if (stat.kind !== 'file') throw new LookFailed('denied', `${path} is a ${stat.kind}, not a regular file`);
      const all = Buffer.from(found.text ?? '', 'utf8');
      const bytes = how.end ? all.subarray(-how.maxBytes) : all.subarray(0, how.maxBytes);
      return { bytes, truncated: all.length > how.maxBytes, stat };
    },
    async list(path) {
      const prefix = path.endsWith('/') ? path : `${path}/`;
      const names = new Map<string, FileStat['kind']>();
      for (const name of Object.keys(files)) {
        if (!name.startsWith(prefix)) continue;
        const [first = '', ...rest] = name.slice(prefix.length).split('/');
        const given = files[name];
        names.set(first, rest.length > 0 ? 'directory' : ((typeof given === 'object' ? given.stat?.kind : undefined) ?? 'file'));
      }
      if (names.size === 0 && !entry(path)) throw new LookFailed('absent', `there is no ${path}`);
      return { entries: [...names].map(([name, kind]) => ({ name, kind })), truncated: false };
    },
  };
}

export function fakeHost(given: DeepPartial<Host> = {}): Host {
  let secrets = 0;
  const kept: string[] = [];
  const base: Host = {
    kind: 'local',
    label: 'test',
    now: () => 1_790_000_000_000,
    elapsed: () => 0,
    me: { uid: 0, gid: 0, groups: [0], name: 'root' },
    files: part('files', given.files),
    shell: part('shell', given.shell),
    net: part('net', given.net),
    database: part('database', given.database),
    scripts: part('scripts', given.scripts),
    credentials: part('credentials', given.credentials, { has: () => false, text: () => null, secret: async () => null }),
    vault: part('vault', given.vault, {
      keep: (_kind: string, value: string): SecretRef => {
        kept.push(value);
        return { secret: secrets++, present: value !== '', shape: value === '' ? 'empty' : `${value.length} characters` };
      },
      same: (a: SecretRef, b: SecretRef) => kept[a.secret] === kept[b.secret],
    }),
    close: async () => {},
  };
  return { ...base, ...(given.now ? { now: given.now } : {}), ...(given.me ? { me: { ...base.me, ...given.me } as Host['me'] } : {}) };
}

/** A look as the runner would hand it to a probe. */
export function look<N extends FactId = never, W extends FactId = never>(
  host: Host,
  have: { readonly [K in N]: Facts[K] } = {} as never,
  want: { readonly [K in W]: Fact<Facts[K]> } = {} as never,
  options: Partial<RunOptions> = {},
): Look<N, W> {
  return { host, have, want, options: { ...defaultOptions, ...options }, signal: new AbortController().signal };
}

/** A fact that was seen, for `want`. */
export function seen<T>(value: T): Fact<T> {
  return { ok: true, value, origin: { vantage: 'files', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } };
}

/** A fact that could not be seen, for `want`. */
export function unseen(code: 'absent' | 'denied' | 'timeout' | 'unsupported' | 'disabled' = 'absent'): Fact<never> {
  return {
    ok: false,
    gap: code,
    why: `not seen: ${code}`,
    origin: { vantage: 'files', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 },
  };
}
