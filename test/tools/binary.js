// npm run build:binary: the program as one executable that needs no Node, in dist-binary/ with its checksums. It is the Node that runs this,
// with the program put inside it as a single executable application (https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild, ensurePackages, top } from './install.js';
import { onDemand } from './on-demand.js';

export const executable = join(top, `dist-binary/whmcs-doctor-linux-${process.arch}`);

/** What the program reads of dist/ while it runs; all else in there is its code, or for people. */
const isAsset = (name) =>
  /^(?:agent\.php|(?:checks|causes|problems|probes)\.json|demo-install\.json|triage.*\.json|third-party-licenses\.txt|completion\/.+)$/.test(
    name,
  );

/** Builds it, unless it is newer than the program that it is made of. */
export async function ensureBinary() {
  ensureBuild();
  if (existsSync(executable) && statSync(executable).mtimeMs > statSync(join(top, 'dist/cli.js')).mtimeMs) return;
  console.error('building the executable (npm run build:binary)');
  await buildBinary();
}

async function buildBinary() {
  if (process.platform !== 'linux') refuse(`it is made of the Node that runs this, for Linux: this is ${process.platform}`);
  refuseForeignNode();
  const work = join(top, `dist-${process.pid}`);
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  mkdirSync(work);
  const made = join(work, basename(executable));
  await bundle(join(work, 'main.cjs'));
  copyFileSync(process.execPath, made);
  chmodSync(made, 0o755);
  withoutSymbols(made);
  inject(made, blob(work));
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'));
  const said = spawnSync(made, ['--version'], { encoding: 'utf8', env: {} });
  if (said.stdout !== `${version}\n`) refuse(`it does not run: ${said.error?.message ?? said.stderr}`);
  writeFileSync(join(work, 'third-party-licenses.txt'), licenses());
  writeFileSync(join(work, 'sbom.cdx.json'), `${JSON.stringify(billWithNode(), null, 1)}\n`);
  for (const name of ['main.cjs', 'sea.json', 'sea.blob']) rmSync(join(work, name));
  const sums = readdirSync(work).map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(work, name)))
        .digest('hex')}  ${name}\n`,
  );
  writeFileSync(join(work, 'SHA256SUMS'), sums.join(''));
  rmSync(dirname(executable), { recursive: true, force: true });
  renameSync(work, dirname(executable));
}

function refuse(why) {
  console.error(`npm run build:binary: ${why}`);
  process.exit(1);
}

/** A distribution's Node may be spread over libraries that a server does not have; the official one needs only those of every Debian. */
function refuseForeignNode() {
  const usual = /^(?:linux-vdso|ld-linux-[\w-]+|libc|libm|libdl|libpthread|libstdc\+\+|libgcc_s|libatomic)\.so/;
  const libraries = spawnSync('ldd', [process.execPath], { encoding: 'utf8' }).stdout ?? '';
  const foreign = libraries
    .split('\n')
    .map((line) => basename(line.trim().split(/\s/)[0] ?? ''))
    .filter((name) => name !== '' && !usual.test(name));
  if (foreign.length > 0) refuse(`${process.execPath} needs ${foreign.join(', ')}, which servers may not have: use a Node of nodejs.org`);
}

/** A package asks whether this Node has this or that: Node would print a warning about modules on disk for what it does not have. */
const onlyBuiltIn = `{
  const known = require;
  const { isBuiltin } = known('node:module');
  require = (name) => {
    if (isBuiltin(name)) return known(name);
    throw Object.assign(new Error('there is no module ' + name + ' in the executable'), { code: 'MODULE_NOT_FOUND' });
  };
}`;

/** The whole program as one script in CommonJS, which is all that Node 20 runs from inside itself. What is imported on demand is run on demand. */
async function bundle(outfile) {
  // not before the packages are installed
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: top,
    entryPoints: ['src/cli/executable.ts'],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // there are no files to be found beside it; src/host/packaged.ts alone asks, and knows
    define: { 'import.meta.url': '"file:///"' },
    banner: { js: onlyBuiltIn },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    plugins: [onDemand],
    logLevel: 'warning',
  });
}

/** The script with its compiled code, and the files that it reads. Returns the path. */
function blob(work) {
  const dist = join(top, 'dist');
  const assets = readdirSync(dist, { recursive: true }).filter(isAsset);
  const config = {
    main: join(work, 'main.cjs'),
    output: join(work, 'sea.blob'),
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    assets: Object.fromEntries(assets.map((name) => [name, join(dist, name)])),
  };
  writeFileSync(join(work, 'sea.json'), JSON.stringify(config));
  const done = spawnSync(process.execPath, ['--experimental-sea-config', join(work, 'sea.json')], { encoding: 'utf8' });
  if (done.status !== 0) refuse(done.stderr);
  return config.output;
}

/** A seventh smaller; where there is no strip, or Node does not survive it, it stays as it is. */
function withoutSymbols(file) {
  const smaller = `${file}.stripped`;
  if (spawnSync('strip', ['-o', smaller, file], { stdio: 'ignore' }).status === 0 && spawnSync(smaller, ['-e', '0']).status === 0)
    renameSync(smaller, file);
  else rmSync(smaller, { force: true });
}

/** As a process of its own: it writes warnings about sections that are no concern of anybody's. */
function inject(file, data) {
  const postject = createRequire(import.meta.url).resolve('postject/dist/cli.js');
  const args = [postject, file, 'NODE_SEA_BLOB', data, '--sentinel-fuse', 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'];
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (done.status !== 0) refuse(`${done.stdout}${done.stderr}`);
}

/** What is in the package, and Node. */
function billWithNode() {
  const bill = JSON.parse(readFileSync(join(top, 'dist/sbom.cdx.json'), 'utf8'));
  const { node } = process.versions;
  const runtime = {
    'bom-ref': `node@${node}`,
    type: 'platform',
    name: 'node',
    version: node,
    purl: `pkg:generic/node@${node}`,
    scope: 'required',
  };
  return { ...bill, components: [...bill.components, { ...runtime, licenses: [{ license: { id: 'MIT' } }] }] };
}

/** Node's own licence goes with it, as those of the packages do. */
function licenses() {
  const places = [join(dirname(process.execPath), '../LICENSE'), '/usr/share/doc/nodejs/LICENSE'];
  const found = places.find((place) => existsSync(place) && readFileSync(place, 'utf8').startsWith('Node.js'));
  const node = found === undefined ? 'https://github.com/nodejs/node/blob/main/LICENSE' : readFileSync(found, 'utf8');
  const packages = readFileSync(join(top, 'dist/third-party-licenses.txt'), 'utf8');
  return `The executable is Node.js ${process.versions.node} with whmcs-doctor inside.\n\n${packages}\n\nNode.js ${process.versions.node}\n\n${node}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensurePackages();
  ensureBuild();
  await buildBinary();
  console.log(`${executable}: ${Math.round(statSync(executable).size / 1e6)} MB`);
}
