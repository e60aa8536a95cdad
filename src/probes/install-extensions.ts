/** What third parties brought into the install: what changed last, and which plain PHP files of theirs run with every request. */
import { defineProbe } from '../index.js';
import type { ChangedPart, Extensions, InstallConfiguration, TellingScript } from '../model.js';
import { parsePhpExtension } from '../parse/php-extension.js';
import { InstallFiles } from './install-files.js';

/** Kinds of modules that take part in requests of visitors and administrators. */
const moduleKinds = [
  'addons',
  'fraud',
  'gateways',
  'mail',
  'notifications',
  'registrars',
  'security',
  'servers',
  'social',
  'widgets',
] as const;
const mostChanged = 5;
const mostParts = 600;
const mostScripts = 120;
const maxBytes = 65_536;
/** Files of one release are written within minutes; what is an hour newer came later. */
const releaseMs = 3_600_000;

interface Part {
  readonly kind: ChangedPart['kind'];
  readonly path: string;
  /** Its files whose time counts, relative to the install: a folder’s own time tells only of files that came and went. */
  readonly files: readonly string[];
}

export default defineProbe({
  fact: 'install.extensions',
  vantage: 'files',
  title: 'modules, hooks and themes',
  needs: ['install.root'],
  wants: ['install.configuration'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: 'times of modules/*/*, includes/hooks, templates/* and language overrides',
      covers: [
        '<install>/*.php',
        '<install>/modules/**',
        '<install>/includes/hooks',
        '<install>/templates**',
        '<install>/lang/overrides',
        '<install>/*/lang/overrides',
      ],
    },
    {
      kind: 'read',
      what: 'hooks, hooks of addons and language overrides, up to 64 kB of each',
      covers: [
        '<install>/includes/hooks/**',
        '<install>/modules/addons/**',
        '<install>/lang/overrides/**',
        '<install>/*/lang/overrides/**',
      ],
    },
  ],
  async observe({ host, have, want, signal }) {
    const root = have['install.root'];
    const files = new InstallFiles(host, root, signal);
    const released = Math.max(...(await Promise.all(['init.php', 'index.php', 'cart.php'].map((name) => files.time(name)))));
    const [hooks, overrides, modules, themes] = await Promise.all([
      hooksOf(files),
      overridesOf(files, adminFolder(want['install.configuration'].ok ? want['install.configuration'].value : null)),
      modulesOf(files),
      themesOf(files),
    ]);
    const changed = await changedSince(files, [...hooks, ...overrides, ...modules, ...themes], released, host.now());
    const addons = modules.filter(({ path }) => path.startsWith('modules/addons/')).map(({ path }) => `${path}/hooks.php`);
    const scripts = await scriptsOf(files, [...hooks.map(({ path }) => path), ...overrides.map(({ path }) => path), ...addons]);
    return { value: { changed, ...scripts, complete: files.complete }, source: root.path };
  },
});

function adminFolder(configuration: InstallConfiguration | null): string {
  const path = configuration?.customAdminPath;
  return path?.state === 'set' && /^[\w.-]{1,64}$/.test(path.value) && !/^\.+$/.test(path.value) ? path.value : 'admin';
}

/** A name that begins with an underscore or a dot is not loaded. */
function isLoaded(name: string): boolean {
  return name.endsWith('.php') && !/^[._]/.test(name) && name !== 'index.php';
}

async function hooksOf(files: InstallFiles): Promise<readonly Part[]> {
  const names = (await files.names('includes/hooks')).filter(isLoaded);
  return names.map((name) => single('hook', `includes/hooks/${name}`));
}

async function overridesOf(files: InstallFiles, admin: string): Promise<readonly Part[]> {
  const folders = ['lang/overrides', `${admin}/lang/overrides`];
  const names = await Promise.all(
    folders.map(async (folder) => (await files.names(folder)).filter(isLoaded).map((name) => `${folder}/${name}`)),
  );
  return names.flat().map((path) => single('language override', path));
}

function single(kind: Part['kind'], path: string): Part {
  return { kind, path, files: [path] };
}

async function modulesOf(files: InstallFiles): Promise<readonly Part[]> {
  const parts = await Promise.all(
    moduleKinds.map(async (kind) =>
      (await files.names(`modules/${kind}`))
        .filter((name) => !name.startsWith('.') && name !== 'index.php' && (!name.includes('.') || name.endsWith('.php')))
        .map((name): Part => {
          const path = `modules/${kind}/${name}`;
          return { kind: 'module', path, files: name.endsWith('.php') ? [path] : [path, `${path}/${name}.php`, `${path}/hooks.php`] };
        }),
    ),
  );
  return parts.flat();
}

async function themesOf(files: InstallFiles): Promise<readonly Part[]> {
  const named = async (folder: string, kind: Part['kind']): Promise<readonly Part[]> =>
    (await files.names(folder))
      .filter((name) => /^[\w-]{1,64}$/.test(name) && name !== 'orderforms')
      .map((name) => ({
        kind,
        path: `${folder}/${name}`,
        files: ['header.tpl', 'footer.tpl', 'login.tpl'].map((file) => `${folder}/${name}/${file}`),
      }));
  return [...(await named('templates', 'theme')), ...(await named('templates/orderforms', 'order form'))];
}

async function changedSince(files: InstallFiles, parts: readonly Part[], released: number, now: number): Promise<Extensions['changed']> {
  if (parts.length > mostParts) files.complete = false;
  const dated = await Promise.all(
    parts
      .slice(0, mostParts)
      .map(async (part) => ({ ...part, at: Math.max(...(await Promise.all(part.files.map((file) => files.time(file))))) })),
  );
  return dated
    .filter(({ at }) => at > released + releaseMs && Number.isFinite(at) && at < 8e15)
    .sort((a, b) => b.at - a.at)
    .slice(0, mostChanged)
    .map(({ kind, path, at }) => ({ kind, path, at: new Date(at).toISOString(), ageSeconds: Math.max(0, Math.round((now - at) / 1000)) }));
}

async function scriptsOf(files: InstallFiles, paths: readonly string[]): Promise<Pick<Extensions, 'scripts' | 'read' | 'encoded'>> {
  if (paths.length > mostScripts) files.complete = false;
  const scripts: TellingScript[] = [];
  let [read, encoded] = [0, 0];
  for (const path of paths.slice(0, mostScripts)) {
    const file = await files.beginning(path, maxBytes);
    if (file === null) continue;
    const found = parsePhpExtension(file.bytes, !file.truncated);
    if (found === null) encoded++;
    else read++;
    if (found && (found.outputBefore !== null || found.outputAfter || found.mentions.length > 0)) scripts.push({ path, ...found });
  }
  return { scripts, read, encoded };
}
