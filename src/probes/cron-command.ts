/** Where a crontab's line leads: is its cron.php there, and for which install does it work? */
import path from 'node:path';
import { LookFailed } from '../index.js';
import { shownUrl } from '../logic/url-identity.js';
import { parseConfigurationPhp, textOf } from '../parse/configuration-php.js';
import type { FoundCron } from './crontabs.js';
import type { As, CronCommand, Host, InstallRoot } from '../model.js';

const maxConfig = 65_536;

export async function cronCommand(host: Host, root: InstallRoot, line: FoundCron, signal: AbortSignal): Promise<CronCommand> {
  const as: { readonly as?: As } = host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
  const look = { host, root, as, signal };
  const php = line.php?.startsWith('/') === true ? await exists(look, line.php) : null;
  const whmcsPath = line.script.startsWith('/')
    ? await configured(look, path.posix.join(path.posix.dirname(line.script), 'config.php'))
    : null;
  return {
    where: line.where,
    runsAs: line.runsAs,
    php: line.php,
    phpExists: php,
    script: /^https?:/.test(line.script) ? shownUrl(line.script) : line.script.slice(0, 1000),
    // What a shell would fill in is not known here.
    leadsTo: /^\/[^$`*?]*$/.test(line.script) ? await destination(look, line.script, whmcsPath) : 'unknown',
    whmcsPath,
  };
}

interface CronLook {
  readonly host: Host;
  readonly root: InstallRoot;
  readonly as: { readonly as?: As };
  readonly signal: AbortSignal;
}

async function destination(look: CronLook, script: string, whmcsPath: CronCommand['whmcsPath']): Promise<CronCommand['leadsTo']> {
  const there = await exists(look, script);
  if (there !== true) return there === false ? 'nothing' : 'unknown';
  if (whmcsPath?.path === null) return 'unknown';
  // Without a setting the install is the folder above.
  const install = path.posix.resolve(whmcsPath?.path ?? path.posix.dirname(path.posix.dirname(await realOf(look, script))));
  const init = await exists(look, path.posix.join(install, 'init.php'));
  if (init !== true) return init === false ? 'nothing' : 'unknown';
  return (await realOf(look, install)) === look.root.realPath ? 'this' : 'another';
}

/** $whmcspath of the config.php beside cron.php: https://docs.whmcs.com/customization/custom-crons-directory */
async function configured(look: CronLook, file: string): Promise<CronCommand['whmcsPath']> {
  try {
    const stat = await look.host.files.stat(file, { follow: true, signal: look.signal, ...look.as });
    if (stat === null) return null;
    const { bytes } = await look.host.files.read(file, { maxBytes: maxConfig, within: '/', signal: look.signal, ...look.as });
    const held = (await parseConfigurationPhp(bytes, file)).variable('whmcspath');
    if (held === undefined) return null;
    const text = textOf(held.value);
    return { file, path: 'text' in text && text.text.startsWith('/') ? text.text.slice(0, 1000) : null };
  } catch (error) {
    if (!(error instanceof LookFailed) || look.signal.aborted) throw error;
    return { file, path: null };
  }
}

/** null: it may not be looked at. */
async function exists({ host, as, signal }: CronLook, file: string): Promise<boolean | null> {
  try {
    return (await host.files.stat(file, { follow: true, signal, ...as })) !== null;
  } catch (error) {
    if (!(error instanceof LookFailed) || signal.aborted) throw error;
    return null;
  }
}

async function realOf({ host, as, signal }: CronLook, file: string): Promise<string> {
  try {
    return (await host.files.realpath(file, { signal, ...as })) ?? file;
  } catch (error) {
    if (!(error instanceof LookFailed) || signal.aborted) throw error;
    return file;
  }
}
