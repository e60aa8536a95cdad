/**
 * What a user may do with a folder, from mode, owner, groups and access control lists of it and of every folder above.
 * The order in which the kernel decides is that of acl(5). Nothing is assumed of root unless the user is root.
 */

export interface Who {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export interface AclEntry {
  readonly tag: 'user' | 'group' | 'mask' | 'other';
  /** null: the owner's own entry, or the mask's and other's. */
  readonly id: number | null;
  /** 4 read, 2 write, 1 pass. */
  readonly bits: number;
}

export interface Step {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The extended access control list; null: none, or none could be read. */
  readonly acl: readonly AclEntry[] | null;
}

export interface Rights {
  readonly verdict: 'yes' | 'no' | 'undetermined';
  readonly why: string;
}

const read = 4;
const write = 2;
const pass = 1;

/** Whether the user has all of the wanted bits on one folder. */
export function permits(step: Step, who: Who, wanted: number): boolean {
  if (who.uid === 0) return true;
  const granted = (bits: number): boolean => (bits & wanted) === wanted;
  if (who.uid === step.uid) return granted((step.mode >> 6) & 7);
  const member = (gid: number | null): boolean => gid !== null && (who.gid === gid || who.groups.includes(gid));
  if (step.acl === null) return granted(member(step.gid) ? (step.mode >> 3) & 7 : step.mode & 7);

  const mask = step.acl.find((entry) => entry.tag === 'mask')?.bits ?? 7;
  const named = step.acl.find((entry) => entry.tag === 'user' && entry.id === who.uid);
  if (named) return granted(named.bits & mask);
  const groups = step.acl.filter((entry) => entry.tag === 'group' && member(entry.id ?? step.gid));
  // One matching group must grant everything that is wanted; where one matches and none grants it, "other" is not asked.
  if (groups.length > 0) return groups.some((entry) => granted(entry.bits & mask));
  return granted(step.acl.find((entry) => entry.tag === 'other')?.bits ?? step.mode & 7);
}

/** Whether the user may create files in the last folder of the chain, which begins at the root folder. */
export function mayCreate(chain: readonly Step[], who: Who): Rights {
  return mayDo(chain, who, write | pass, 'may not create files');
}

/** Whether the user may list the last folder of the chain. */
export function mayList(chain: readonly Step[], who: Who): boolean {
  return mayDo(chain, who, read | pass, 'may not list').verdict === 'yes';
}

function mayDo(chain: readonly Step[], who: Who, wanted: number, refusal: string): Rights {
  const last = chain.at(-1);
  if (last === undefined) return { verdict: 'undetermined', why: 'no folder was seen' };
  const closed = chain.slice(0, -1).find((step) => !permits(step, who, pass));
  if (closed) return { verdict: 'no', why: `${describe(closed)}: uid ${who.uid} may not pass through` };
  if (!permits(last, who, wanted)) return { verdict: 'no', why: `${describe(last)}: uid ${who.uid} ${refusal}` };
  return { verdict: 'yes', why: describe(last) };
}

function describe(step: Step): string {
  const list = step.acl === null ? '' : ' with an access control list';
  return `${step.path} has mode ${(step.mode & 0o7777).toString(8).padStart(4, '0')}${list} and belongs to ${step.uid}:${step.gid}`;
}

/** The folders above a path and itself, from the root folder on. */
export function ancestry(path: string): readonly string[] {
  const steps = path.split('/').filter((step) => step !== '');
  return ['/', ...steps.map((_, index) => `/${steps.slice(0, index + 1).join('/')}`)];
}
