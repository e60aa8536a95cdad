/** What comes from others: all of it pinned, none of it run at installation, licences that ask for nothing. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagesIn, permissive } from '../tools/built-in.js';

interface Locked {
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Locked>>;
};
const manifest = JSON.parse(read('package.json')) as { readonly scripts: object; readonly devDependencies: object };
const others = Object.entries(lock.packages).filter(([place]) => place !== '');

/** Used by the tests and never built in: a browser's rules of accessibility, and a style sheet tool of the test runner. */
const weakCopyleft = /^node_modules\/(?:axe-core|lightningcss(?:-[\w-]+)?)$/;

describe('package-lock.json', () => {
  it('has a checksum for every package, and names no place to fetch it from', () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(others.length).toBeGreaterThan(100);
    expect(others.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([place]) => place)).toEqual([]);
    expect(others.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
  });

  it('has permissive licences only, but for tools of the tests', () => {
    const odd = others.filter(([, { license }]) => !permissive.has(license ?? ''));
    expect(odd.filter(([place, { license }]) => license !== 'MPL-2.0' || !weakCopyleft.test(place))).toEqual([]);
  });

  it('knows of one package that would run something when it is installed, which works without', () => {
    expect(others.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => place)).toEqual(['node_modules/esbuild']);
    expect(read('test/tools/install.js')).toContain("'--ignore-scripts'");
  });
});

it('package.json gives its users nothing to fetch and nothing to run', () => {
  expect(Object.keys(manifest).filter((key) => /dependencies$/i.test(key))).toEqual(['devDependencies']);
  expect(Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([]);
});

it('what is not permissive cannot be built in', () => {
  const top = new URL('../..', import.meta.url).pathname;
  expect(
    packagesIn(top, ['src/x.ts', 'node_modules/chalk/source/index.js', 'node_modules/chalk/package.json']).map(({ name }) => name),
  ).toEqual(['chalk']);
  expect(() => packagesIn(top, ['node_modules/axe-core/axe.js'])).toThrow('node_modules/axe-core has the licence MPL-2.0');
});
