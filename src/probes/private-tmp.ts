/** Whether a service runs with systemd's PrivateTmp, from its unit files. systemd.exec(5) */
import type { ConfigFiles } from './config-files.js';
import type { ProcessSeen } from '../model.js';

const unitFolders = ['/lib/systemd/system', '/usr/lib/systemd/system', '/etc/systemd/system'];

/** null: not known. Only what systemd itself started is under its rules. */
export async function privateTmp(
  units: readonly string[],
  master: ProcessSeen | null,
  processes: readonly ProcessSeen[],
  files: ConfigFiles,
): Promise<boolean | null> {
  const first = processes.find((process) => process.pid === 1);
  if (!first) return null;
  if (!/systemd|\/s?bin\/init/.test(`${first.exe ?? ''} ${first.argv[0] ?? ''}`)) return false;
  if (master && master.ppid !== 1) return false;
  let found: boolean | null = null;
  for (const unit of units) {
    const texts = await Promise.all(
      unitFolders.flatMap((folder) => [files.load(`${folder}/${unit}`), files.load(`${folder}/${unit}.d/*.conf`)]),
    );
    for (const { text } of texts.flat()) {
      found ??= false;
      // The last line wins; files of /etc come last.
      for (const line of text.matchAll(/^\s*PrivateTmp\s*=\s*(\S+)/gm)) found = /^(?:1|yes|true|on|disconnected)$/i.test(line[1] ?? '');
    }
  }
  return found;
}
