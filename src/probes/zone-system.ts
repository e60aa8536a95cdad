/** Where the install's code sets PHP's time zone by itself, and the operating system's zone, which PHP ignores but crontabs follow. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { zoneCallsIn } from '../parse/zone-setters.js';
import { SystemFiles } from './system-files.js';
import type { InstallRoot, SystemZone, ZoneSetter } from '../model.js';

const mostHooks = 200;
const maxBytes = 1_000_000;

export default defineProbe({
  fact: 'zone.system',
  vantage: 'files',
  title: 'where a time zone is set',
  needs: ['install.root'],
  budgetMs: 10_000,
  touches: [
    { kind: 'read', what: 'configuration.php, includes/hooks/*.php and crons/config.php: calls of date_default_timezone_set' },
    { kind: 'read', what: '/etc/localtime and /etc/timezone' },
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
  const names = (await system.names(hooks)).filter((name) => name.endsWith('.php')).slice(0, mostHooks);
  const calls = async (file: string, place: ZoneSetter['place'], source: string | null): Promise<readonly ZoneSetter[]> =>
    (await zoneCallsIn(source ?? '')).map((call) => ({ file, place, ...call }));
  const inHooks = names.map(async (name) => calls(`${hooks}/${name}`, 'hook', await own(system, root, `${hooks}/${name}`)));
  const cronConfig = path.join(crons, 'config.php');
  return (
    await Promise.all([
      calls(cronConfig, 'crons', await own(system, root, cronConfig)),
      calls(configuration, 'configuration', text),
      ...inHooks,
    ])
  ).flat();
}

/** Read with the rights of the files' owner: a link of that account must not lead root to foreign files. */
async function own(system: SystemFiles, root: InstallRoot, file: string): Promise<string | null> {
  const { host, signal } = system;
  const as = host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
  const whole = async (): Promise<string> => {
    const { bytes, truncated } = await host.files.read(file, { maxBytes, within: '/', signal, ...as });
    const text = Buffer.from(bytes).toString('latin1');
    // What is encoded cannot be read at any length.
    if (truncated && !/ionCube/i.test(text.slice(0, 4096))) throw new LookFailed('oversize', `${file} is longer than ${maxBytes} bytes`);
    return text;
  };
  return await system.tried(file, whole());
}

/** Where the folder of the crons was moved to. */
function cronsFolder(configuration: string): string | null {
  const folder = /^[ \t]*\$crons_dir[ \t]*=[ \t]*(['"])(\/[^'"$\\\n]{1,1000})\1/m.exec(configuration)?.[2];
  return folder === undefined ? null : path.normalize(folder);
}

/** The link of systemd's systems, else the file of Debian's. https://www.freedesktop.org/software/systemd/man/latest/localtime.html */
async function systemZone(system: SystemFiles): Promise<SystemZone['operatingSystem']> {
  const stat = await system.tried('/etc/localtime', system.host.files.stat('/etc/localtime', { signal: system.signal }));
  const linked = /\/zoneinfo\/(?:posix\/|right\/)?([A-Za-z][\w+/-]{0,63})$/.exec(stat?.link ?? '')?.[1];
  if (linked !== undefined) return { name: linked, source: '/etc/localtime' };
  const named = /^[ \t]*([A-Za-z][\w+/-]{0,63})\s*$/.exec(((await system.text('/etc/timezone')) ?? '').slice(0, 200))?.[1];
  return named === undefined ? null : { name: named, source: '/etc/timezone' };
}
