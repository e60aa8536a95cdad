/** Faults of Duo Security. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../lab.js';
import type { Fault } from './fault.js';
import { unmeasuredClock } from './unmeasured-clock.js';

const host = 'api-1abcdef2.duosecurity.com';
const keys = {
  DUO_CLIENT_ID: 'DILABLABLABLABLABLAB',
  DUO_CLIENT_SECRET: 'labsecretlabsecretlabsecretlabsecretlabs',
  DUO_HOST: host,
};

/** An administrator and a user sign in with Duo, and Duo knows the application. */
export async function withDuo(lab: Lab, application: Partial<Lab['internet']['registered']['duo']> = {}): Promise<void> {
  lab.internet.registered.duo = { id: keys.DUO_CLIENT_ID, secret: keys.DUO_CLIENT_SECRET, type: 'Web SDK', ...application };
  await lab.sql("UPDATE tbladmins SET authmodule = 'duosecurity'; UPDATE tblusers SET second_factor = 'duosecurity'");
}

function applicationFault(cause: string, wrong: Partial<Lab['internet']['registered']['duo']>): Fault {
  const problems = ['duo-security-login-failures'];
  return { cause, env: keys, problems, inject: (lab) => withDuo(lab, wrong), heal: (lab) => withDuo(lab) };
}

function template(lab: Lab, name: string, text: string): Promise<void> {
  return writeFile(join(lab.root, 'templates/twenty-one', name), text);
}

/** Files and database are of one version. */
async function versionOf(lab: Lab, version: string): Promise<void> {
  const file = `${lab.root}/init.php`;
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/Version: [\d.]+ \([\d.]+-release/, `Version: ${version} (${version}-release`));
  await lab.setting('Version', `${version}-release.1`);
}

export const duoFaults: readonly Fault[] = [
  {
    cause: 'duo-version-too-old',
    problems: ['duo-security-login-failures'],
    inject: async (lab) => {
      await withDuo(lab);
      await versionOf(lab, '8.8.0');
    },
    heal: (lab) => versionOf(lab, '8.11.2'),
  },
  applicationFault('duo-application-type-wrong', { type: 'Auth API' }),
  applicationFault('duo-credentials-invalid', { secret: 'madeanewmadeanewmadeanewmadeanewmadeanew' }),
  {
    cause: 'duo-key-malformed',
    env: { ...keys, DUO_CLIENT_ID: `${keys.DUO_CLIENT_ID} ` },
    healedEnv: keys,
    inject: (lab) => withDuo(lab),
    heal: (lab) => withDuo(lab),
  },
  {
    cause: 'duo-unreachable',
    env: keys,
    problems: ['duo-security-login-failures'],
    inject: async (lab) => {
      await withDuo(lab);
      await lab.internet.hosts[host].close();
    },
    heal: (lab) => lab.internet.hosts[host].open(),
  },
  {
    ...unmeasuredClock,
    how: "Duo's own clock says so",
    env: keys,
    problems: ['duo-security-login-failures'],
    inject: async (lab) => {
      await withDuo(lab);
      await unmeasuredClock.inject(lab);
    },
  },
  {
    cause: 'duo-challenge-template-missing',
    problems: ['duo-security-login-failures'],
    inject: async (lab) => {
      await withDuo(lab);
      await rm(`${lab.root}/templates/twenty-one/two-factor-challenge.tpl`);
    },
    heal: (lab) => template(lab, 'two-factor-challenge.tpl', '<div class="challenge">{$challenge}</div>\n'),
  },
];
