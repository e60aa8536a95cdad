/** The folder of PHP's session files, as the PHP process sees it: another root or a private /tmp may lie under the same name. */
import { LookFailed } from '../index.js';
import { ancestry, mayCreate, mayList, type Rights, type Step, type Who } from '../logic/access-rights.js';
import { orNull } from '../logic/or-null.js';
import { isWithin, subfolderNames, type SessionPath } from '../logic/session-path.js';
import { parseGetfacl } from '../parse/getfacl.js';
import { mountSource } from '../parse/mountinfo.js';
import { parseQuota } from '../parse/quota.js';
import type { FileStat, Host, PhpPool, PhpView, SessionFolder, SessionTrial } from '../model.js';

export interface FolderLook {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly pool: PhpPool | null;
  readonly php: PhpView;
  readonly trial: SessionTrial | null;
}

/** LookFailed `denied`, beyond this vantage, where an ordinary user may not look at it and PHP itself could not be asked either. */
export async function lookAtFolder(parsed: SessionPath, look: FolderLook): Promise<SessionFolder> {
  const base = {
    path: parsed.path,
    depth: parsed.depth,
    malformed: parsed.malformed !== null,
    seenAt: parsed.path,
    missingLevel: null,
    mode: null,
    ownerUid: null,
    groupGid: null,
    sticky: false,
    listable: null,
    space: null,
    quota: null,
  };
  const proved = look.trial?.persisted === true;
  if (parsed.malformed !== null || !parsed.path.startsWith('/')) {
    const why = parsed.malformed ?? 'a relative folder is looked up from the folder of each script';
    const verdict = proved ? 'yes' : parsed.malformed === null ? 'undetermined' : 'no';
    return { ...base, exists: proved, isDirectory: proved, writable: { verdict, why: proved ? provedWhy : why } };
  }
  const { seenAt, hidden } = await whereSeen(parsed.path, look);
  const stat = hidden === null ? await statOrDenied(look, seenAt) : new LookFailed('denied', hidden);
  if (stat instanceof LookFailed) {
    if (!proved) throw new LookFailed('denied', stat.why, { settle: 'Run as root.', ...(look.host.me.uid === 0 ? {} : { beyond: true }) });
    return { ...base, seenAt, exists: true, isDirectory: true, writable: { verdict: 'yes', why: provedWhy } };
  }
  if (stat === null || stat.kind !== 'directory') {
    const why = stat === null ? `there is no ${seenAt}` : `${seenAt} is a ${stat.kind}, not a folder`;
    if (stat === null && proved) return { ...base, seenAt, exists: true, isDirectory: true, writable: { verdict: 'yes', why: provedWhy } };
    return { ...base, seenAt, exists: stat !== null, isDirectory: false, writable: { verdict: 'no', why } };
  }
  const who = await phpUser(look);
  const chain = await readChain(look, seenAt);
  const space = await orNull(look.host.files.space(seenAt, { signal: look.signal }));
  return {
    ...base,
    seenAt,
    exists: true,
    isDirectory: true,
    missingLevel: await firstMissingLevel(look, seenAt, parsed.depth),
    mode: stat.mode & 0o7777,
    ownerUid: stat.uid,
    groupGid: stat.gid,
    sticky: (stat.mode & 0o1000) !== 0,
    writable: judged(chain && who ? mayCreate(chain, who) : null, who, look.trial),
    listable: chain && who ? mayList(chain, who) : null,
    space,
    quota: await quotaOf(look, space?.mountPoint ?? null, who),
  };
}

const provedWhy = "PHP's own session was written there and read back";

/** The session that PHP wrote, or was refused, says more than any reading of rights: SELinux and AppArmor are not in the mode. */
function judged(rights: Rights | null, who: Who | null, trial: SessionTrial | null): Rights {
  if (trial?.persisted) return { verdict: 'yes', why: provedWhy };
  const refused = trial?.errors.find((error) => /Permission denied \(13\)/.test(error));
  if (refused !== undefined && rights?.verdict !== 'no') return { verdict: 'no', why: refused };
  if (rights !== null) return rights;
  return {
    verdict: 'undetermined',
    why: who === null ? 'the user that PHP runs as is not known' : 'a folder above it could not be looked at',
  };
}

/** The same name may be another folder for PHP: in its chroot, its mount namespace or its service's private /tmp. */
async function whereSeen(
  path: string,
  { host, pool, signal }: FolderLook,
): Promise<{ readonly seenAt: string; readonly hidden: string | null }> {
  const chrooted = pool?.chroot ? `${pool.chroot.replace(/\/+$/, '')}${path}` : path;
  if (pool === null || pool.masterPid === null) return { seenAt: chrooted, hidden: null };
  const root = `/proc/${pool.masterPid}/root`;
  const inside = `${root}${chrooted}`;
  try {
    const [theirRoot, theirs, ours] = await Promise.all([
      host.files.stat(`${root}/`, { follow: true, signal }),
      host.files.stat(inside, { follow: true, signal }),
      host.files.stat(chrooted, { follow: true, signal }),
    ]);
    // A process that has just ended leaves nothing to compare.
    if (theirRoot === null) return { seenAt: chrooted, hidden: null };
    const same = theirs === null ? ours === null : ours?.inode === theirs.inode && ours.device === theirs.device;
    return { seenAt: same ? chrooted : inside, hidden: null };
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
    const isPrivate = pool.privateTmp === true && (isWithin(chrooted, '/tmp') || isWithin(chrooted, '/var/tmp'));
    return { seenAt: chrooted, hidden: isPrivate ? `${path} is in the private /tmp of PHP's service, which only root can see` : null };
  }
}

async function statOrDenied({ host, signal }: Pick<FolderLook, 'host' | 'signal'>, path: string): Promise<FileStat | null | LookFailed> {
  try {
    return await host.files.stat(path, { follow: true, signal });
  } catch (error) {
    if (error instanceof LookFailed && error.gap === 'denied') return error;
    throw error;
  }
}

async function phpUser({ host, pool, php, signal }: FolderLook): Promise<Who | null> {
  if (php.user !== null) return php.user;
  return pool?.user ? await orNull(host.shell.account(pool.user, signal)) : null;
}

/** Every folder on the way, links followed; null: one of them may not be looked at. */
async function readChain({ host, signal }: FolderLook, path: string): Promise<readonly Step[] | null> {
  const real = (await orNull(host.files.realpath(path, { signal }))) ?? path;
  // What PHP sees begins at its own root folder: the way to it is not PHP's.
  const prefix = /^\/proc\/\d+\/root(?=\/)/.exec(path)?.[0] ?? '';
  const inside = prefix !== '' && !real.startsWith(prefix) ? path.slice(prefix.length) : real.slice(prefix !== '' ? prefix.length : 0);
  const folders = ancestry(inside).map((folder) => `${prefix}${folder}`);
  const lists = await readLists(host, folders, signal);
  const chain: Step[] = [];
  for (const folder of folders) {
    const stat = await orNull(host.files.stat(folder, { follow: true, signal }));
    if (stat === null) return null;
    chain.push({ path: folder, mode: stat.mode, uid: stat.uid, gid: stat.gid, acl: lists.get(folder.replace(/(?<=.)\/$/, '')) ?? null });
  }
  return chain;
}

async function readLists(host: Host, folders: readonly string[], signal: AbortSignal): Promise<ReturnType<typeof parseGetfacl>> {
  const ran = await Promise.all(folders.map((folder) => orNull(host.shell.run('getfacl', ['-n', '-p', '--', folder], { signal }))));
  return parseGetfacl(ran.map((one) => one?.stdout ?? '').join('\n'));
}

/** The depth form needs every subfolder beforehand. Two levels are looked at in full, deeper ones along one branch. */
async function firstMissingLevel({ host, php, signal }: FolderLook, folder: string, depth: number): Promise<string | null> {
  const bits = Number(php.ini['session.sid_bits_per_character'] ?? php.ini['session.hash_bits_per_character'] ?? '4');
  const names = subfolderNames(bits);
  let level: readonly string[] = [folder];
  for (let n = 1; n <= depth; n++) {
    const parents = n <= 2 ? level : level.slice(0, 1);
    const next: string[] = [];
    for (const parent of parents) {
      const found = await Promise.all(names.map((name) => statOrDenied({ host, signal }, `${parent}/${name}`)));
      // Of one that may not be looked at nothing is known.
      const missing = found.findIndex((stat) => !(stat instanceof LookFailed) && stat?.kind !== 'directory');
      if (missing >= 0) return `${parent}/${names[missing] ?? ''}`;
      next.push(...names.map((name) => `${parent}/${name}`));
    }
    level = next;
  }
  return null;
}

/** Room that PHP's user has left on the folder's file system; null: no quota, or none that may be asked for. */
async function quotaOf({ host, signal }: FolderLook, mountPoint: string | null, who: Who | null): Promise<SessionFolder['quota']> {
  if (who === null || who.uid === 0 || (host.me.uid !== 0 && host.me.uid !== who.uid)) return null;
  const args = ['-u', '-v', '-w', '-p', ...(host.me.uid === 0 ? [String(who.uid)] : [])];
  const ran = await orNull(host.shell.run('quota', args, { signal }));
  if (ran === null || mountPoint === null) return null;
  const mounts = await orNull(host.files.read('/proc/self/mountinfo', { maxBytes: 1_000_000, signal }));
  const device = mounts && mountSource(Buffer.from(mounts.bytes).toString('utf8'), mountPoint);
  const left = parseQuota(ran.stdout).find((one) => one.device === device);
  if (!left || (left.bytesLeft === null && left.filesLeft === null)) return null;
  return { bytesLeft: left.bytesLeft, filesLeft: left.filesLeft };
}
