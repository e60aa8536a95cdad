import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pluginFile } from '../../src/policy/plugin-file.js';

const root = process.getuid?.() === 0;
let folder: string;
beforeAll(() => {
  // as root a plug-in may lie only where nobody else can put anything
  folder = realpathSync(mkdtempSync(join(root ? '/run' : tmpdir(), 'whmcs-doctor-plugin-file-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Somebody who is not root, whoever runs the test. */
const somebody = 12_345;

function file(name: string, mode = 0o644): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n', { mode });
  chmodSync(path, mode);
  return path;
}

function why(path: string, target: string | null = null, uid = somebody): string {
  const found = pluginFile(path, target, uid);
  return found.is === 'refused' ? found.why : found.is;
}

describe('a file that is given as a plug-in', () => {
  it('is a module by its name, and a program otherwise', () => {
    for (const name of ['a.js', 'a.mjs', 'a.cjs']) expect(why(file(name)), name).toBe('module');
    for (const name of ['a.sh', 'a.py', 'a']) expect(why(file(name, 0o755)), name).toBe('program');
    expect(why(file('b.sh'))).toMatch(/no module \(\.js, \.mjs, \.cjs\), and may not be executed: chmod \+x \/.*b\.sh/);
    const able: unknown = Reflect.get(process.features, 'typescript');
    expect(why(file('a.ts'))).toMatch(able === undefined || able === false ? /compile it to \.js/ : /module/);
  });

  it('is there, and regular', () => {
    expect(why(join(folder, 'none.js'))).toBe('there is no such file');
    expect(why(join(file('c.js'), 'below.js'))).toBe('there is no such file');
    expect(why(folder)).toBe('it is not a regular file');
    execFileSync('mkfifo', [join(folder, 'pipe.js')]);
    expect(why(join(folder, 'pipe.js'))).toBe('it is not a regular file');
    expect(why('/dev/null')).toBe('it is not a regular file');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.js'));
    expect(why(join(folder, 'dangling.js'))).toBe('there is no such file');
  });

  it('lies outside of what is examined, by whatever way one comes to it', () => {
    const install = join(folder, 'install');
    mkdirSync(join(install, 'admin'), { recursive: true });
    writeFileSync(join(install, 'configuration.php'), '');
    const inside = file('install/p.js');
    const outside = file('outside.js');
    symlinkSync(outside, join(install, 'link.js'));
    symlinkSync(inside, join(folder, 'to-inside.js'));
    symlinkSync(install, join(folder, 'link-to-install'));
    for (const target of [install, `${install}/`, join(install, 'admin'), join(folder, 'link-to-install')]) {
      expect(why(inside, target), target).toMatch(/^it lies inside the install/);
      expect(why(join(folder, 'to-inside.js'), target), target).toMatch(/^it lies inside the install/);
      expect(why(outside, target), target).toBe('module');
    }
    expect(why(join(install, 'link.js'), install)).toMatch(/^it lies inside the install/);
    expect(why(inside, null)).toBe('module');
    expect(why(file('install-beside.js'), install)).toBe('module');
  });

  if (root)
    it('is run by root only where nobody else can change it', () => {
      expect(why(file('good.js'), null, 0)).toBe('module');
      for (const mode of [0o664, 0o646, 0o777])
        expect(why(file('open.js', mode), null, 0)).toMatch(/owned by root and writable by nobody else/);
      const foreign = file('foreign.sh', 0o755);
      chownSync(foreign, somebody, somebody);
      expect(why(foreign, null, 0)).toMatch(/chown root/);
      symlinkSync(foreign, join(folder, 'link.sh'));
      expect(why(join(folder, 'link.sh'), null, 0)).toMatch(/chown root/);
      mkdirSync(join(folder, 'theirs'));
      const replaceable = file('theirs/p.js');
      chownSync(join(folder, 'theirs'), somebody, somebody);
      expect(why(replaceable, null, 0)).toMatch(/others than root can change the folder .*theirs/);
      expect(why(replaceable)).toBe('module');
    });

  if (root)
    it('is run by root only where every folder on the way is root’s alone', () => {
      // what a module imports is looked for above it: a sticky folder is anybody's
      mkdirSync(join(folder, 'sticky/own'), { recursive: true });
      chmodSync(join(folder, 'sticky'), 0o1777);
      expect(why(file('sticky/own/p.mjs'), null, 0)).toMatch(/others than root can change the folder .*sticky, /);
      // a link in somebody else's folder leads to where he wants
      mkdirSync(join(folder, 'his'));
      mkdirSync(join(folder, 'fine'));
      const fine = file('fine/p.mjs');
      symlinkSync(fine, join(folder, 'his/link.mjs'));
      symlinkSync(join(folder, 'fine'), join(folder, 'his/folder'));
      symlinkSync('his/folder', join(folder, 'over'));
      chownSync(join(folder, 'his'), somebody, somebody);
      for (const path of ['his/link.mjs', 'his/folder/p.mjs', 'over/p.mjs'])
        expect(why(join(folder, path), null, 0), path).toMatch(/others than root can change the folder .*his, /);
      symlinkSync('fine', join(folder, 'direct'));
      expect(why(join(folder, 'direct/p.mjs'), null, 0)).toBe('module');
    });
});
