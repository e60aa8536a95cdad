/** Who may read a temporary script: the group that it is given to alone, or everybody where that was asked for, and never by default. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keeperHere, ScriptKeeper } from '../../src/host/watchdog.js';
import { buildChildren } from '../support/setup.js';

let folder: string;
let removeChildren: () => Promise<void>;

beforeAll(async () => {
  removeChildren = await buildChildren();
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-keeper-'));
  chmodSync(folder, 0o1777);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await removeChildren();
});

/** Root could give a file to any group. */
const ordinary = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null;
const ownGroup = ordinary?.gid ?? process.getgid?.() ?? 0;
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('a temporary script', () => {
  it('is read by the group that it was given to, and by nobody else', async () => {
    const keeper = new ScriptKeeper(keeperHere(ordinary));
    const path = await keeper.place(folder, '<?php', true, ownGroup);
    expect([mode(dirname(path)), mode(path), statSync(path).gid]).toEqual([0o710, 0o640, ownGroup]);
    await keeper.end();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is read by everybody only where that was asked for', async () => {
    const keeper = new ScriptKeeper(keeperHere(ordinary));
    const path = await keeper.place(folder, '<?php', true);
    expect([mode(dirname(path)), mode(path)]).toEqual([0o711, 0o644]);
    await keeper.end();
    expect(readdirSync(folder)).toEqual([]);
  });

  // 4294967295 is chown's own word for "leave it": no error, and nothing given
  it.each([0, 4_294_967_295])('that the group %i cannot be given is not there for everybody instead', async (group) => {
    const keeper = new ScriptKeeper(keeperHere(ordinary));
    await expect(keeper.place(folder, '<?php', true, group)).rejects.toMatchObject({
      gap: 'denied',
      message: `no temporary script in ${folder} can be given to the group ${group} alone`,
    });
    for (const name of readdirSync(folder)) expect(mode(join(folder, name))).toBe(0o700);
    expect(await keeper.clear()).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    await keeper.end();
  });
});
