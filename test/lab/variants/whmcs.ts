/** WHMCS itself: its version, where it lies, its theme, what it offers on the log-in page, and in which language. */
import { appendFile, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { nginxRouting } from '../configuration.js';
import { withDuo } from '../faults/duo.js';
import { withFacebook, withGoogle, withTwitter } from '../faults/sign-in.js';
import type { Lab } from '../lab.js';
import { site } from '../names.js';
import { run } from '../process.js';
import { replaceIn } from './edited.js';
import type { Value } from './value.js';

/** The database of 7.10, which knew no users beside clients. */
const before8 = `DROP TABLE tblusers, tblusers_clients, tblsessions, tblerrorlog; ALTER TABLE tblconfiguration DROP INDEX setting, MODIFY setting TEXT NOT NULL;
  ALTER TABLE tblactivitylog DROP COLUMN user_id, DROP COLUMN admin_id`;

async function release(lab: Lab, version: string): Promise<void> {
  for (const file of ['init.php', 'cart.php']) await replaceIn(`${lab.root}/${file}`, '8.11.2', version);
  await lab.setting('Version', `${version}-release.1`);
  if (version.startsWith('7.')) {
    await lab.sql(before8);
    await replaceIn(`${lab.root}/includes/login.php`, "form(route('/login')", "form(base_path() . '/dologin.php'");
    return;
  }
  // from 8.0 on the way of mail is one encrypted row
  await lab.sql("DELETE FROM tblconfiguration WHERE setting LIKE 'SMTP%' OR setting = 'MailType'");
  await lab.setting('MailConfig', 'ZW5jcnlwdGVkLCBhbmQgbmV2ZXIgZGVjcnlwdGVk');
  if (!version.startsWith('9.')) return;
  // the scripts of the official themes have it from 9.0.1 on
  await appendFile(`${lab.root}/templates/twenty-one/js/scripts.min.js`, 'function registerSdkErrorHandler() {}\n');
  await mkdir(`${lab.root}/assets/fonts/css`, { recursive: true });
  await rename(`${lab.root}/assets/css/fontawesome-all.min.css`, `${lab.root}/assets/fonts/css/fontawesome.min.css`);
  await replaceIn(`${lab.root}/templates/twenty-one/includes/head.tpl`, 'assets/css/fontawesome-all', 'assets/fonts/css/fontawesome');
}

const released = ['7.10.3', '8.0.4', '8.3.2', '8.6.1', '8.10.1', '8.13.1', '9.0.1'] as const;

export const versions: readonly Value[] = [
  { name: '8.11' },
  ...released.map((version) => ({ name: version.replace(/\.\d+$/, ''), make: (lab: Lab) => release(lab, version) })),
];

/** The web root is the folder above. */
async function inSubfolder(lab: Lab): Promise<void> {
  const { state } = lab.web;
  Object.assign(state, { root: dirname(lab.root) });
  lab.address.url = `${site.url}billing/`;
  await lab.setting('SystemURL', lab.address.url);
  const rules = nginxRouting().rules.map((rule) => rule.replaceAll(' /', ' /billing/'));
  state.routing = { ...nginxRouting(), rules };
}

async function renamedAdmin(lab: Lab): Promise<void> {
  await rename(`${lab.root}/admin`, `${lab.root}/office`);
  lab.address.admin = 'office';
  lab.web.state.routing = nginxRouting('office');
}

const private_ = (lab: Lab): string => `${dirname(lab.root)}/private`;
const moved = {
  attachments_dir: 'attachments',
  downloads_dir: 'downloads',
  templates_compiledir: 'templates_c',
  crons_dir: 'crons',
} as const;

/** As "Further security steps" advises. https://docs.whmcs.com/Further_Security_Steps */
async function movedFolders(lab: Lab): Promise<void> {
  const folder = private_(lab);
  for (const name of Object.values(moved)) await lab.userFolder(`${folder}/${name}`, 0o755);
  await rename(`${lab.root}/crons/cron.php`, `${folder}/crons/cron.php`);
  await writeFile(`${folder}/crons/config.php`, `<?php\n$whmcspath = '${lab.root}/';\n`);
  for (const file of ['cron.php', 'config.php']) await lab.give(`${folder}/crons/${file}`);
  await rm(`${lab.root}/templates_c`, { recursive: true });
  await lab.crontab([`*/5 * * * * /usr/bin/php -q ${folder}/crons/cron.php`]);
}

export const layouts: readonly Value[] = [
  { name: 'the web root itself' },
  { name: 'a subfolder', make: inSubfolder },
  { name: 'a renamed admin folder', configuration: () => ["$customadminpath = 'office';"], make: renamedAdmin },
  {
    name: 'folders outside the web root',
    configuration: (lab) => Object.entries(moved).map(([name, folder]) => `$${name} = '${private_(lab)}/${folder}/';`),
    make: movedFolders,
  },
  { name: 'Full Friendly Rewrite', settings: { RouteUriPathMode: 'rewrite' } },
  { name: 'Friendly index.php', settings: { RouteUriPathMode: 'acceptpathinfo' } },
];

const templates = (lab: Lab): string => `${lab.root}/templates`;

/** A copy of the lab's theme under another name; its pages then come from there. */
async function copied(lab: Lab, name: string, yaml: string | null): Promise<void> {
  const folder = `${templates(lab)}/${name}`;
  await cp(`${templates(lab)}/twenty-one`, folder, { recursive: true });
  await replaceIn(`${folder}/includes/head.tpl`, 'templates/twenty-one/', `templates/${name}/`);
  if (yaml === null) await rm(`${folder}/theme.yaml`);
  else await writeFile(`${folder}/theme.yaml`, yaml);
  await owned(lab, folder);
  await lab.setting('Template', name);
}

async function child(lab: Lab, kind: 'theme' | 'order form', name: string, parent: string): Promise<void> {
  const folder = `${templates(lab)}/${kind === 'theme' ? '' : 'orderforms/'}${name}`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/theme.yaml`, `name: ${name}\nconfig:\n  parent: ${parent}\n`);
  await owned(lab, folder);
  await lab.setting(kind === 'theme' ? 'Template' : 'OrderFormTemplate', name);
}

async function owned(lab: Lab, folder: string): Promise<void> {
  if (lab.user !== null) await run('chown', ['-R', `${lab.user}:`, folder]);
}

const provides = (name: string, bootstrap: string) => `name: ${name}\nprovides:\n  bootstrap: ${bootstrap}\n  jquery: 1.12.4\n`;

export const themes: readonly Value[] = [
  { name: 'twenty-one' },
  { name: 'six', make: (lab) => copied(lab, 'six', provides('Six', '3.4.1')) },
  { name: 'nexus', make: (lab) => copied(lab, 'nexus', provides('Nexus', '5.3.3')) },
  { name: 'a child of twenty-one', make: (lab) => child(lab, 'theme', 'acme', 'twenty-one') },
  { name: 'a theme of its own, without theme.yaml', make: (lab) => copied(lab, 'acme-2024', null) },
  { name: 'a child of standard_cart', make: (lab) => child(lab, 'order form', 'acme_cart', 'standard_cart') },
];

export const signIns: readonly Value[] = [
  { name: 'a password alone' },
  { name: 'Google', make: (lab) => withGoogle(lab) },
  {
    name: 'Facebook and X',
    make: async (lab) => {
      await withFacebook(lab, [site.host], 'unused');
      await withTwitter(lab, [`${site.url}index.php`], 'unused');
    },
  },
  { name: 'Duo Security', make: (lab) => withDuo(lab) },
  { name: 'a captcha', settings: { CaptchaSetting: 'on' } },
];

interface Language {
  readonly setting: string;
  readonly code: string;
  readonly direction?: 'rtl';
  readonly login: string;
  readonly forgot: string;
  readonly restricted: string;
}

const speak =
  (words: Language) =>
  async (lab: Lab): Promise<void> => {
    const page = `${lab.root}/includes/login.php`;
    await replaceIn(page, '<h6 class="h3">Login</h6>', `<h6 class="h3">${words.login}</h6>`);
    await replaceIn(page, '>Login</button>', `>${words.login}</button>`);
    await replaceIn(page, 'This page is restricted', words.restricted);
    await replaceIn(page, '>Forgot?<', `>${words.forgot}<`);
    await replaceIn(page, "page('Login'", `page('${words.login}'`);
    const direction = words.direction === undefined ? '' : ` dir="${words.direction}"`;
    await replaceIn(`${templates(lab)}/twenty-one/header.tpl`, '<html lang="en">', `<html lang="${words.code}"${direction}>`);
    await lab.setting('Language', words.setting);
  };

/** The words of the log-in page, ours and not the product's translators'. */
export const languages: readonly Value[] = [
  { name: 'English', settings: { Language: 'english' } },
  {
    name: 'German',
    make: speak({ setting: 'german', code: 'de', login: 'Anmelden', forgot: 'Vergessen?', restricted: 'Diese Seite ist geschützt' }),
  },
  {
    name: 'Turkish',
    make: speak({ setting: 'turkish', code: 'tr', login: 'GİRİŞ', forgot: 'Şifrenizi mi unuttunuz?', restricted: 'Bu sayfa kısıtlıdır' }),
  },
  {
    name: 'Arabic',
    make: speak({
      setting: 'arabic',
      code: 'ar',
      direction: 'rtl',
      login: 'تسجيل الدخول',
      forgot: 'نسيت؟',
      restricted: 'هذه الصفحة مقيدة',
    }),
  },
  { name: 'Chinese', make: speak({ setting: 'chinese', code: 'zh', login: '登录', forgot: '忘记密码？', restricted: '此页面受限' }) },
];
