/** Where the install's code sets PHP's time zone by itself, and the operating system's zone, which PHP ignores but crontabs follow. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { zoneCallsIn } from '../parse/zone-setters.js';
import { SystemFiles } from './system-files.js';
import { systemZone } from './system-zone.js';
import type { InstallRoot, ZoneSetter } from '../model.js';

const mostHooks = 200;
const maxBytes = 1_000_000;
/** A hook is a page of code; to read a megabyte of it takes seconds. */
const maxHookBytes = 65_536;

export default defineProbe({
  fact: 'zone.system',
  vantage: 'files',
  title: 'where a time zone is set',
  needs: ['install.root'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: 'configuration.php, includes/hooks/*.php and crons/config.php: calls of date_default_timezone_set',
      covers: ['<install>/configuration.php', '<install>/includes/hooks**', '<install>/crons/config.php'],
    },
    { kind: 'read', what: '/etc/localtime and /etc/timezone', covers: ['/etc/localtime', '/etc/timezone'] },
  ],
  async observe({ host, have, signal }) {
    const root = have['install.root'];
    const system = new SystemFiles(host, signal);
    const [operatingSystem, setters] = await Promise.all([systemZone(system), settersOf(system, root)]);
    return { value: { operatingSystem, setters, unread: system.unread }, source: `PHP files of ${root.path}` };
  },
});

async function settersOf(system: SystemFiles, root: InstallRoot): Promise<readonly ZoneSetter[]> {
  const configuration = path.join(root.realPath, 'configuration.php');
  const hooks = path.join(root.realPath, 'includes/hooks');
  const text = (await own(system, root, configuration)) ?? '';
  const crons = cronsFolder(text) ?? path.join(root.realPath, 'crons');
  const names = (await ownNames(system, root, hooks)).filter((name) => name.endsWith('.php')).slice(0, mostHooks);
  const calls = async (file: string, place: ZoneSetter['place'], source: string | null): Promise<readonly ZoneSetter[]> =>
    (await zoneCallsIn(source ?? '')).map((call) => ({ file, place, ...call }));
  const cronConfig = path.join(crons, 'config.php');
  const found = [
    ...(await calls(cronConfig, 'crons', await own(system, root, cronConfig))),
    ...(await calls(configuration, 'configuration', text)),
  ];
  // One after the other: reading code holds everything else up while it lasts.
  for (const name of names) {
    system.signal.throwIfAborted();
    found.push(...(await calls(`${hooks}/${name}`, 'hook', await own(system, root, `${hooks}/${name}`, maxHookBytes))));
  }
  return found;
}

/** Listed with the rights of the files' owner, too. */
async function ownNames(system: SystemFiles, root: InstallRoot, folder: string): Promise<readonly string[]> {
  const { host, signal } = system;
  const as = host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
  const listing = await system.tried(folder, host.files.list(folder, { max: 2000, signal, ...as }));
  return (listing?.entries ?? []).map(({ name }) => name).sort();
}

/** Read with the rights of the files' owner: a link of that account must not lead root to foreign files. */
async function own(system: SystemFiles, root: InstallRoot, file: string, most = maxBytes): Promise<string | null> {
  const { host, signal } = system;
  const as = host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
  const whole = async (): Promise<string> => {
    const { bytes, truncated } = await host.files.read(file, { maxBytes: most, within: '/', signal, ...as });
    const text = Buffer.from(bytes).toString('latin1');
    // What is encoded cannot be read at any length.
    if (truncated && !/ionCube/i.test(text.slice(0, 4096))) throw new LookFailed('oversize', `${file} is longer than ${most} bytes`);
    return text;
  };
  return await system.tried(file, whole());
}

/** Where the folder of the crons was moved to. */
function cronsFolder(configuration: string): string | null {
  const folder = /^[ \t]*\$crons_dir[ \t]*=[ \t]*(['"])(\/[^'"$\\\n]{1,1000})\1/m.exec(configuration)?.[2];
  return folder === undefined ? null : path.normalize(folder);
}
