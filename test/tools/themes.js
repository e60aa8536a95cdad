// npm run themes -- FOLDER: what the program sees of every release of WHMCS's own themes and order forms, into test/fixtures/themes/released.json.
// FOLDER holds clones of WHMCS/templates-six, -twenty-one, -nexus and of WHMCS/orderforms-standard_cart, -nexus_cart (bare ones too).
// Kept are names of features, hashes and versions, no line of a template.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: npm run themes -- FOLDER-OF-CLONES');
  process.exit(64);
}

const kinds = [
  { repository: 'templates-six', name: 'six', cart: false },
  { repository: 'templates-twenty-one', name: 'twenty-one', cart: false },
  { repository: 'templates-nexus', name: 'nexus', cart: false },
  { repository: 'orderforms-standard_cart', name: 'standard_cart', cart: true },
  { repository: 'orderforms-nexus_cart', name: 'nexus_cart', cart: true },
];

/** Sign-in with providers came with 7.3. */
function isRelease(tag) {
  const [, major, minor] = /^v(\d+)\.(\d+)\.\d+-(?:release|rc|beta)\.\d+$/.exec(tag) ?? [];
  return major !== undefined && (Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 3));
}

function gitFolder(repository) {
  const found = readdirSync(folder).find((name) => name === repository || name.endsWith(`+${repository}`));
  if (found === undefined) throw new Error(`there is no clone of WHMCS/${repository} in ${folder}`);
  const places = ['.git', 'repo/.git', 'repo', ''].map((inner) => join(folder, found, inner));
  const place = places.find((path) => existsSync(join(path, 'HEAD')));
  if (place === undefined) throw new Error(`${found} is no clone`);
  return place;
}

function git(repository, ...args) {
  return execFileSync('git', [`--git-dir=${gitFolder(repository)}`, ...args], { maxBuffer: 64 * 1024 * 1024 });
}

const trees = new Map();
/** Path → blob of a release; null: there is no such release. */
function treeOf(repository, tag) {
  const key = `${repository} ${tag}`;
  if (!trees.has(key)) {
    let tree = null;
    try {
      const lines = git(repository, 'ls-tree', '-r', tag).toString('utf8').split('\n').filter(Boolean);
      tree = new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.split(/\s/)[2]]));
    } catch {
      // A release that this repository did not get.
    }
    trees.set(key, tree);
  }
  return trees.get(key);
}

const blobs = new Map();
function textOf(repository, tag, path) {
  const blob = treeOf(repository, tag)?.get(path);
  if (blob === undefined) return null;
  if (!blobs.has(blob)) blobs.set(blob, git(repository, 'cat-file', 'blob', blob).toString('utf8'));
  return blobs.get(blob);
}

const work = join(top, `dist-themes-${process.pid}`);
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
await build({
  absWorkingDir: top,
  entryPoints: ['src/probes/theme-chain.ts'],
  outfile: join(work, 'chain.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'warning',
});
const { readTheme, clientAreaTheme, orderForm } = await import(pathToFileURL(resolve(work, 'chain.mjs')).href);

const seen = new Map();
for (const { repository, name, cart } of kinds) {
  const tags = git(repository, 'tag').toString('utf8').split('\n').filter(isRelease);
  for (const tag of tags.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
    const load = async (path) => {
      const [first = '', ...rest] = cart ? path.split('/').slice(1) : path.split('/');
      const from = kinds.find((kind) => kind.name === first && kind.cart === cart);
      return from === undefined ? null : textOf(from.repository, tag, rest.join('/'));
    };
    if (treeOf(repository, tag) === null || (name === 'nexus_cart' && treeOf('orderforms-standard_cart', tag) === null)) continue;
    const chain = await readTheme(load, cart ? orderForm : clientAreaTheme, name);
    const key = JSON.stringify(chain);
    const entry = seen.get(key) ?? { kind: cart ? 'order form' : 'theme', versions: [], chain };
    entry.versions.push(tag.slice(1));
    seen.set(key, entry);
  }
}
const file = join(top, 'test/fixtures/themes/released.json');
mkdirSync(join(top, 'test/fixtures/themes'), { recursive: true });
writeFileSync(file, `${JSON.stringify([...seen.values()], null, 1)}\n`);
console.log(
  `wrote ${file}: ${[...seen.values()].reduce((sum, { versions }) => sum + versions.length, 0)} releases, ${seen.size} different ones`,
);
