/** Apache's PHP module: its php.ini and the user that Apache runs it as. */
import type { ConfigFiles } from './config-files.js';
import type { Host, PhpPool, ProcessSeen } from '../model.js';

/** Debian has one php.ini per version and way, Red Hat one for all. */
export async function moduleIni(files: ConfigFiles): Promise<Pick<PhpPool, 'version' | 'iniFile' | 'iniFolder'>> {
  const loads = await files.load('/etc/apache2/mods-enabled/php*.load');
  const loaded = loads.map(({ text }) => /libphp(\d\.\d)\.so/.exec(text)?.[1]).find((version) => version !== undefined);
  const folders = loaded === undefined ? await files.paths('/etc/php/*/apache2') : [`/etc/php/${loaded}/apache2`];
  for (const folder of folders) {
    if (await files.exists(`${folder}/php.ini`)) {
      return { version: /php\/([\d.]+)\//.exec(folder)?.[1] ?? null, iniFile: `${folder}/php.ini`, iniFolder: `${folder}/conf.d` };
    }
  }
  for (const [iniFile, iniFolder] of [
    ['/etc/php.ini', '/etc/php.d'],
    ['/usr/local/etc/php/php.ini', '/usr/local/etc/php/conf.d'],
  ] as const) {
    if (await files.exists(iniFolder)) return { version: null, iniFile, iniFolder };
  }
  return { version: null, iniFile: null, iniFolder: null };
}

/** The user of Apache's workers; where none is seen, the distribution's account. */
export async function moduleUser(
  host: Host,
  processes: readonly ProcessSeen[],
  signal: AbortSignal,
): Promise<Pick<PhpPool, 'user' | 'group'>> {
  const worker = processes.find((process) => process.uid !== 0 && /(?:^|\/)(?:apache2|httpd)$/.test(process.argv[0] ?? ''));
  if (worker) {
    const account = await host.shell.account(worker.uid, signal).catch(() => null);
    return { user: account?.name ?? String(worker.uid), group: null };
  }
  for (const name of ['www-data', 'apache']) {
    if (await host.shell.account(name, signal).catch(() => null)) return { user: name, group: null };
  }
  return { user: null, group: null };
}
