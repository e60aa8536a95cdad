/** Faults of the active theme and order form, made in the lab's own theme while Google's sign-in is switched on. */
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lab } from '../lab.js';
import { brokenPage, type Fault } from './fault.js';

const client = '123456789012-l4bl4bl4bl4bl4bl4bl4bl4bl4bl4bl4.apps.googleusercontent.com';

async function offerGoogle(lab: Lab): Promise<void> {
  lab.internet.registered.googleClient = client;
  lab.internet.registered.googleOrigins = ['https://www.billing.test'];
  await lab.setting('LabGoogleClient', client);
  await lab.sql(
    "REPLACE INTO tblauthn_config (provider, setting, value) VALUES ('google_signin', 'Enabled', 'x'), ('google_signin', 'ClientId', 'x')",
  );
}

/** Writes a file below templates/, owned by whom its folder is. */
async function write(lab: Lab, file: string, text: string): Promise<void> {
  const path = join(lab.root, 'templates', file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  const { uid, gid } = await stat(lab.root);
  for (const made of [dirname(path), path]) await chown(made, uid, gid);
}

const original = new Map<string, string>();

/** A file of the theme is changed or taken away, and put back as it was. */
function fileFault(cause: string, file: string, change: ((text: string) => string) | null, more: Partial<Fault> = {}): Fault {
  return {
    cause,
    problems: ['social-login-errors'],
    ...more,
    inject: async (lab) => {
      await offerGoogle(lab);
      const path = join(lab.root, 'templates', file);
      const text = await readFile(path, 'utf8');
      original.set(file, text);
      if (change === null) return rm(path);
      const changed = change(text);
      if (changed === text) throw new Error(`nothing changed in ${file}`);
      await write(lab, file, changed);
    },
    heal: (lab) => write(lab, file, original.get(file) ?? ''),
  };
}

/** A header that the web server adds. */
function headerFault(cause: string, name: string, wrong: string, right: string): Fault {
  const send = (lab: Lab, value: string) => lab.siteLines([`add_header ${name} "${value}" always;`]);
  return {
    cause,
    problems: ['google-sign-in-unavailable-errors', 'social-login-errors'],
    inject: async (lab) => {
      await offerGoogle(lab);
      await send(lab, wrong);
    },
    heal: (lab) => send(lab, right),
  };
}

const theme = 'twenty-one';
const google = 'https://accounts.google.com/gsi/';
const without = (text: string) => (whole: string) => whole.replaceAll(text, '');
const newJquery = '<script src="https://code.jquery.com/jquery-3.7.1.min.js"></script>';

export const themeFaults: readonly Fault[] = [
  {
    cause: 'theme-parent-missing',
    unseen: brokenPage,
    problems: ['social-login-errors'],
    inject: async (lab) => {
      await offerGoogle(lab);
      await write(lab, 'acme/theme.yaml', 'name: Acme\nconfig:\n  parent: twentyone\n');
      await lab.setting('Template', 'acme');
    },
    heal: (lab) => write(lab, 'acme/theme.yaml', `name: Acme\nconfig:\n  parent: ${theme}\n`),
  },
  fileFault('theme-include-missing', `${theme}/login.tpl`, (text) => text.replace(/\{include [^}]*\}/u, '')),
  fileFault('theme-include-missing', 'orderforms/standard_cart/checkout.tpl', (text) => text.replace(/\{include [^}]*\}/gu, ''), {
    how: 'at the checkout',
    status: 1,
  }),
  fileFault('theme-feedback-missing', `${theme}/login.tpl`, without('<div class="providerLinkingFeedback"></div>')),
  fileFault('theme-linked-accounts-missing', `${theme}/includes/linkedaccounts.tpl`, null, { unseen: brokenPage }),
  fileFault('theme-linked-accounts-missing', 'orderforms/standard_cart/linkedaccounts.tpl', null, { how: 'at the checkout' }),
  fileFault('theme-linked-accounts-modified', `${theme}/includes/linkedaccounts.tpl`, (text) => text.replace(/<p class=.*<\/p>/gu, '')),
  fileFault('theme-linked-accounts-modified', `${theme}/includes/linkedaccounts.tpl`, without('{$provider.code}'), {
    how: 'without the code of the providers',
    status: 1,
  }),
  fileFault('theme-output-missing', `${theme}/footer.tpl`, without('{$footeroutput}'), { status: 1 }),
  fileFault(
    'theme-scripts-outdated',
    `${theme}/js/scripts.min.js`,
    () => '/*! jQuery v1.12.4 | (c) a stand-in */ window.jQuery = function () {};\n',
  ),
  {
    cause: 'theme-jquery-incompatible',
    problems: ['social-login-errors'],
    inject: async (lab) => {
      await offerGoogle(lab);
      await lab.setting('LabHeadOutput', newJquery);
    },
    heal: (lab) => lab.setting('LabHeadOutput', null),
  },
  fileFault('page-scripts-broken', `${theme}/js/scripts.min.js`, null),
  fileFault(
    'page-scripts-broken',
    `${theme}/includes/head.tpl`,
    (text) =>
      text.replace('<script src=', '<script defer src=').replace('<script>', '<script>jQuery(document).ready(start);</script><script>'),
    {
      how: 'loaded after what needs it',
    },
  ),
  headerFault(
    'content-security-policy-blocks-provider',
    'Content-Security-Policy',
    "default-src 'self' 'unsafe-inline'; img-src *",
    `default-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' ${google}client; frame-src ${google}; connect-src 'self' ${google}; style-src 'self' 'unsafe-inline' ${google}style`,
  ),
  headerFault('opener-policy-blocks-provider', 'Cross-Origin-Opener-Policy', 'same-origin', 'same-origin-allow-popups'),
  headerFault('referrer-policy-hides-origin', 'Referrer-Policy', 'same-origin', 'strict-origin-when-cross-origin'),
  {
    cause: 'order-form-incompatible',
    problems: ['social-login-errors'],
    inject: async (lab) => {
      await offerGoogle(lab);
      await lab.setting('OrderFormTemplate', 'modern');
    },
    heal: (lab) => lab.setting('OrderFormTemplate', 'standard_cart'),
  },
];
