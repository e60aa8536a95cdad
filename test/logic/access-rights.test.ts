import { describe, expect, it } from 'vitest';
import { ancestry, mayCreate, mayList, permits, type AclEntry, type Step } from '../../src/logic/access-rights.js';

const www = { uid: 33, gid: 33, groups: [33, 1005] };
const root = { uid: 0, gid: 0, groups: [0] };

function step(mode: number, uid = 0, gid = 0, acl: readonly AclEntry[] | null = null): Step {
  return { path: '/srv/sess', mode, uid, gid, acl };
}

const top: Step = { path: '/', mode: 0o755, uid: 0, gid: 0, acl: null };

describe('permits', () => {
  it.each([
    ["root's folder", step(0o755), false],
    ['its own folder', step(0o700, 33, 33), true],
    // Without rights for the owner the group's rights do not count.
    ['its own folder without rights for the owner', step(0o077, 33, 33), false],
    ["its group's folder", step(0o770, 0, 33), true],
    ['a folder of a further group', step(0o770, 0, 1005), true],
    ["its group's closed folder, open to others", step(0o707, 0, 33), false],
    ["Debian's 1733 folder", step(0o1733), true],
    ['a folder for all', step(0o1777), true],
  ])('writing to %s', (_, folder, expected) => {
    expect(permits(folder, www, 3)).toBe(expected);
  });

  it('lets root through, and nobody else for that reason', () => {
    expect([permits(step(0), root, 7), permits(step(0), www, 1)]).toEqual([true, false]);
  });

  const mask = (bits: number): AclEntry => ({ tag: 'mask', id: null, bits });
  const other: AclEntry = { tag: 'other', id: null, bits: 0 };
  it.each([
    ['a named user', [{ tag: 'user', id: 33, bits: 7 }, mask(7), other], true],
    ['a named user behind the mask', [{ tag: 'user', id: 33, bits: 7 }, mask(5), other], false],
    ['a named group', [{ tag: 'group', id: 1005, bits: 7 }, mask(7), other], true],
    ['the owning group by its own entry', [{ tag: 'group', id: null, bits: 7 }, mask(7), other], true],
    ['two groups of which one grants it', [{ tag: 'group', id: 33, bits: 4 }, { tag: 'group', id: 1005, bits: 7 }, mask(7), other], true],
    ['a group that refuses, though others may', [{ tag: 'group', id: 33, bits: 0 }, mask(7), { ...other, bits: 7 }], false],
    ['nobody named, and others may', [mask(7), { ...other, bits: 7 }], true],
  ] as readonly (readonly [string, readonly AclEntry[], boolean])[])('%s', (_, acl, expected) => {
    expect(permits(step(0o770, 0, 33, acl), www, 3)).toBe(expected);
  });
});

describe('the chain', () => {
  it('names the folder that closes the way', () => {
    const closed: Step = { path: '/home/alice', mode: 0o700, uid: 1000, gid: 1000, acl: null };
    const rights = mayCreate([top, closed, step(0o777)], www);
    expect(rights).toEqual({ verdict: 'no', why: '/home/alice has mode 0700 and belongs to 1000:1000: uid 33 may not pass through' });
  });
  it('names the folder itself', () => {
    expect(mayCreate([top, step(0o755)], www).why).toContain('/srv/sess has mode 0755 and belongs to 0:0: uid 33 may not create files');
  });
  it('knows that a 1733 folder can be written and not listed', () => {
    expect([mayCreate([top, step(0o1733)], www).verdict, mayList([top, step(0o1733)], www)]).toEqual(['yes', false]);
  });
  it('says nothing of nothing', () => expect(mayCreate([], www).verdict).toBe('undetermined'));
  it('lists what lies above', () => expect(ancestry('/a/b')).toEqual(['/', '/a', '/a/b']));
});

describe('each right by itself', () => {
  const bits = [1, 2, 3, 4, 5, 6, 7];
  const granted = (folder: Step) => bits.filter((wanted) => permits(folder, www, wanted));

  it.each([
    ['the owner by the first digit', step(0o477, 33, 33), [4]],
    ['the owner by the first digit, all', step(0o700, 33, 33), bits],
    ['the group by the second', step(0o757, 0, 33), [1, 4, 5]],
    ['a further group by the second', step(0o727, 0, 1005), [2]],
    ['others by the third', step(0o776, 0, 0), [2, 4, 6]],
    ['nobody', step(0o770, 0, 0), []],
    ['a list without a mask', step(0o770, 0, 0, [{ tag: 'user', id: 33, bits: 6 }]), [2, 4, 6]],
    ['a list without an entry for others', step(0o705, 0, 0, [{ tag: 'user', id: 34, bits: 7 }]), [1, 4, 5]],
    ['the entry for others before the mode', step(0o707, 0, 0, [{ tag: 'other', id: null, bits: 4 }]), [4]],
    [
      'others whatever the mask',
      step(0o707, 0, 0, [
        { tag: 'mask', id: null, bits: 0 },
        { tag: 'other', id: null, bits: 4 },
      ]),
      [4],
    ],
    // the owner's own entry has no id, and a group of the same number is no user
    [
      'not as a user without an id',
      step(0o700, 0, 0, [
        { tag: 'user', id: null, bits: 7 },
        { tag: 'other', id: null, bits: 1 },
      ]),
      [1],
    ],
    [
      'not as a group of the same number',
      step(0o700, 0, 0, [
        { tag: 'group', id: 44, bits: 7 },
        { tag: 'other', id: null, bits: 1 },
      ]),
      [1],
    ],
    [
      'two groups only where one grants all',
      step(0o700, 0, 0, [
        { tag: 'group', id: 33, bits: 4 },
        { tag: 'group', id: 1005, bits: 2 },
      ]),
      [2, 4],
    ],
  ] as const)('%s', (_, folder, expected) => {
    expect(granted(folder)).toEqual(expected);
  });

  it('belongs to the user himself where he is owner, whatever the list says', () => {
    expect(granted(step(0o500, 33, 0, [{ tag: 'user', id: 33, bits: 7 }]))).toEqual([1, 4, 5]);
  });

  it('comes with the main group, though the list of groups does not hold it', () => {
    expect(permits(step(0o070, 0, 33), { uid: 33, gid: 33, groups: [] }, 7)).toBe(true);
    expect(permits(step(0o070, 0, 34), { uid: 33, gid: 33, groups: [] }, 7)).toBe(false);
  });
});

describe('what is wanted of a chain', () => {
  it('is to list: reading and passing', () => {
    expect([0o5, 0o4, 0o1, 0o7].map((mode) => mayList([top, step(mode)], www))).toEqual([true, false, false, true]);
  });

  it('is to create: writing and passing', () => {
    expect([0o3, 0o2, 0o1, 0o7].map((mode) => mayCreate([top, step(mode)], www).verdict)).toEqual(['yes', 'no', 'no', 'yes']);
  });

  it('above the last folder is only to pass', () => {
    expect(mayCreate([{ ...top, mode: 0o711 }, step(0o777)], www)).toEqual({
      verdict: 'yes',
      why: '/srv/sess has mode 0777 and belongs to 0:0',
    });
    expect(mayCreate([step(0o3)], www).verdict).toBe('yes');
  });

  it('fails at the first folder that is closed', () => {
    const closed = (path: string): Step => ({ ...top, path, mode: 0o700 });
    expect(mayCreate([top, closed('/a'), closed('/a/b'), step(0o777)], www).why).toMatch(/^\/a has mode 0700/);
  });

  it('is told with the list of access rights and all digits of the mode', () => {
    const folder = step(0o101755, 0, 7, []);
    expect(mayCreate([folder], www)).toEqual({
      verdict: 'no',
      why: '/srv/sess has mode 1755 with an access control list and belongs to 0:7: uid 33 may not create files',
    });
  });

  it('lists the root folder alone', () => {
    expect([ancestry('/'), ancestry(''), ancestry('/a//b/')]).toEqual([['/'], ['/'], ['/', '/a', '/a/b']]);
  });
});
