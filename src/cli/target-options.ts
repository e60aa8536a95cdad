/** Which options and secrets fit which targets. */
import { operatorEnvironment } from '../host/environment-secrets.js';
import type { RunOptions } from '../model.js';
import { usage } from './exit.js';
import type { Given, Settings } from './options.js';
import { say } from './output.js';
import type { Target } from './targets.js';

/** Throws Quit 64 where what belongs to one site would be sent to all, or looked at in the place of each. */
export function refuseForSeveral(wishes: readonly { readonly target: Target; readonly settings: Settings }[]): void {
  const live = wishes.filter(({ target }) => target.kind !== 'bundle');
  const [first] = live;
  if (first === undefined || live.length < 2) return;
  const { options } = first.settings;
  const own = ownOptions.flatMap(([option, key]) => (options[key] === null ? [] : [option]));
  if (own.length > 0)
    throw usage(
      `${own.join(', ')} ${own.length === 1 ? 'is' : 'are'} about one site, and there are ${live.length} targets: check that one alone`,
    );
  const environment = operatorEnvironment();
  const secrets = ownSecrets.filter((name) => environment[name] || environment[`${name}_FILE`]);
  if (secrets.length > 0)
    throw usage(
      `${secrets.join(', ')} would be given to all ${live.length} targets: take ${secrets.length === 1 ? 'it' : 'them'} out of the environment, or check that one alone`,
    );
}

const ownOptions = [
  ['--url', 'url'],
  ['--origin', 'origin'],
  ['--admin-url', 'adminUrl'],
  ['--used-url', 'usedUrl'],
  ['--fpm', 'fpm'],
] as const satisfies readonly (readonly [string, keyof RunOptions])[];

/** Those that a site or a server gets; the providers' are sent to the providers. */
const ownSecrets = [
  ...['WHMCS_API_IDENTIFIER', 'WHMCS_API_SECRET', 'WHMCS_API_ACCESS_KEY', 'WHMCS_API_USERNAME', 'WHMCS_API_PASSWORD'],
  ...['WHMCS_DB_PASSWORD', 'SMTP_PASSWORD'],
] as const;

/** Options that say nothing of a target of this kind: a bundle was looked at before, an address has no server to look into. */
const idle = {
  bundle: {
    options: [
      ['--used-url', 'usedUrl'],
      ['--visitor-ip', 'visitorIp'],
      ['--admin', 'admin'],
      ['--user', 'user'],
      ['--permission', 'permission'],
      ['--url', 'url'],
      ['--admin-url', 'adminUrl'],
      ['--origin', 'origin'],
      ['--web-probe', 'webProbe'],
    ],
    why: 'was recorded before',
    settle: 'give that to collect',
  },
  url: {
    options: [
      ['--web-probe', 'webProbe'],
      ['--php', 'php'],
      ['--fpm', 'fpm'],
      ['--exact', 'exact'],
    ],
    why: 'is an address, and its server is not looked into',
    settle: 'run it there, or over ssh',
  },
} as const;

/** Says so of those that were given all the same. */
export function sayIdle(target: Target, given: Given): void {
  if (target.kind !== 'bundle' && target.kind !== 'url') return;
  const { options, why, settle } = idle[target.kind];
  const late = options.flatMap(([option, key]) => (given[key] === undefined ? [] : [option]));
  if (late.length > 0) say(`${target.text} ${why}: ${late.join(', ')} ${late.length === 1 ? 'tells' : 'tell'} nothing about it: ${settle}`);
}
