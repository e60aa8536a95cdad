/** Friendly URLs in every form, admin folders of any name and captchas that work: each is silent, with no option given. */
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import { nginxRouting } from './configuration.js';
import { expectHealthy, runDoctor } from './doctor.js';
import { nginxRules, renameAdmin } from './faults/admin-area.js';
import { withGoogle } from './faults/sign-in.js';
import { Lab, type LabOptions } from './lab.js';
import { site } from './names.js';
import { run } from './process.js';

interface Variant {
  readonly name: string;
  readonly make: (lab: Lab) => Promise<void>;
  readonly undo?: (lab: Lab) => Promise<void>;
}

const forms: readonly Variant[] = [
  {
    name: 'Full Friendly Rewrite, with Google sign-in',
    make: async (lab) => {
      await withGoogle(lab);
      await lab.setting('RouteUriPathMode', 'rewrite');
    },
  },
  { name: 'Friendly index.php', make: (lab) => lab.setting('RouteUriPathMode', 'acceptpathinfo') },
];

const onNginx: readonly Variant[] = [
  ...forms,
  {
    name: 'a renamed admin folder with its rule, and the old folder left behind',
    make: async (lab) => {
      await lab.setting('RouteUriPathMode', 'rewrite');
      await renameAdmin(lab, true);
      await run('cp', ['-r', `${lab.root}/office`, `${lab.root}/admin`]);
      await nginxRules(lab, nginxRouting('office').rules);
    },
  },
  { name: 'Basic URLs on a server that rewrites nothing', make: (lab) => nginxRules(lab, ['location / { try_files $uri $uri/ =404; }']) },
  {
    name: 'Full Friendly Rewrite in a subfolder of the web root',
    make: async (lab) => {
      Object.assign(lab.web.state, { root: dirname(lab.root) });
      await lab.setting('RouteUriPathMode', 'rewrite');
      await lab.setting('SystemURL', `${site.url}billing/`);
      await nginxRules(lab, [
        'location /billing/admin/ { try_files $uri $uri/ /billing/admin/index.php$is_args$args; }',
        'location /billing/ { try_files $uri $uri/ /billing/index.php$is_args$args; }',
      ]);
    },
    undo: async (lab) => {
      Object.assign(lab.web.state, { root: lab.root });
      await Promise.resolve();
    },
  },
  {
    name: 'an admin folder that is closed to strangers',
    make: async (lab) => {
      await lab.setting('RouteUriPathMode', 'rewrite');
      await nginxRules(lab, ['location ^~ /admin/ { allow 203.0.113.200; deny all; }', ...nginxRouting().rules.slice(1)]);
    },
  },
  {
    name: 'the default captcha on the log-in form',
    make: async (lab) => {
      await lab.setting('CaptchaSetting', 'on');
      await lab.siteLines([`add_header Content-Security-Policy "default-src 'self'; img-src 'self' data:" always;`]);
    },
  },
];

const onApache: readonly Variant[] = [
  ...forms,
  {
    name: 'a renamed admin folder',
    make: async (lab) => {
      await lab.setting('RouteUriPathMode', 'rewrite');
      await renameAdmin(lab, true);
    },
  },
  {
    name: 'rules in the virtual host instead of .htaccess files',
    make: async (lab) => {
      await lab.setting('RouteUriPathMode', 'rewrite');
      await rm(`${lab.root}/.htaccess`);
      const rules = (folder: string, target: string) => [
        `<Directory ${folder}>`,
        'AllowOverride None',
        'RewriteEngine On',
        'RewriteCond %{REQUEST_FILENAME} !-f',
        `RewriteRule ^.*$ ${target} [QSA,L]`,
        '</Directory>',
      ];
      await lab.siteLines([...rules(lab.root, '/index.php'), ...rules(`${lab.root}/admin`, '/admin/index.php')]);
    },
  },
  {
    name: 'an admin folder that is closed to strangers',
    make: async (lab) => {
      await lab.setting('RouteUriPathMode', 'rewrite');
      await writeFile(`${lab.root}/admin/.htaccess`, 'Require ip 203.0.113.200\n');
    },
  },
];

const groups: readonly (readonly [string, Partial<LabOptions>, readonly Variant[]])[] = [
  ['nginx', {}, onNginx],
  ['Apache', { web: 'apache-fpm' }, onApache],
];

describe.each(groups)('%s', (_, options, variants) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(options);
  });
  afterAll(async () => {
    await lab.stop();
  });
  beforeEach(() => lab.restore());

  test.each(variants.map((variant) => [variant.name, variant] as const))('%s', async (__, { make, undo }) => {
    await make(lab);
    try {
      expectHealthy(await runDoctor(lab));
      if (lab.user !== null) expectHealthy(await runDoctor(lab, { as: lab.user }));
    } finally {
      await undo?.(lab);
    }
  });
});
