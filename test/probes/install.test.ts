import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import configurationProbe from '../../src/probes/install-configuration.js';
import rootProbe from '../../src/probes/install-root.js';
import versionProbe from '../../src/probes/install-version.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';
import type { Facts, InstallConfiguration, InstallRoot } from '../../src/model.js';

const folder = '/var/www/whmcs';
const account = { shell: { account: async () => ({ uid: 1000, gid: 1000, groups: [1000], name: 'acme', home: null }) } };
const root: InstallRoot = {
  path: folder,
  realPath: folder,
  owner: { uid: 1000, gid: 1000, name: 'acme' },
  markers: [],
  filesVersion: '8.11.2-release.1',
};
const noop = (): void => undefined;

describe('install.root', () => {
  const files: Readonly<Record<string, string | FakeFile>> = {
    [`${folder}/configuration.php`]: '<?php',
    [`${folder}/init.php`]: '<?php\n/**\n * @version    8.11.2-release.1\n */\neval("version 1.2.3");',
    [`${folder}/templates/x.tpl`]: '',
  };
  it.each([folder, `${folder}/templates`])('is found from %s', async (target) => {
    const { value } = await rootProbe.observe(look(fakeHost({ files: fakeFiles(files), ...account }), {}, {}, { target }), noop);
    expect(value).toMatchObject({ path: folder, owner: { uid: 1000, name: 'acme' }, filesVersion: '8.11.2-release.1' });
    expect(value.markers).toContain('templates');
  });

  it('is absent where there is none', async () => {
    const host = fakeHost({ files: fakeFiles({ '/srv/x/configuration.php': '' }), ...account });
    await expect(rootProbe.observe(look(host, {}, {}, { target: '/srv/x' }), noop)).rejects.toMatchObject({ gap: 'absent' });
  });
});

describe('install.version', () => {
  const settings = { version: { present: true, value: '8.13.1-release.1', key: 'Version' } } as Facts['database.settings'];
  it('comes from the database first', async () => {
    const { value, vantage } = await versionProbe.observe(
      look(fakeHost(), { 'install.root': root }, { 'database.settings': seen(settings) }),
      noop,
    );
    expect([value, vantage]).toEqual([{ value: '8.13.1', database: '8.13.1-release.1', files: '8.11.2-release.1' }, 'database']);
  });
  it('comes from the files without one', async () => {
    const { value } = await versionProbe.observe(look(fakeHost(), { 'install.root': root }, { 'database.settings': unseen() }), noop);
    expect(value).toEqual({ value: '8.11.2', database: null, files: '8.11.2-release.1' });
  });
  it('is null where it is nowhere to be read', async () => {
    const { value } = await versionProbe.observe(
      look(fakeHost(), { 'install.root': { ...root, filesVersion: null } }, { 'database.settings': unseen() }),
      noop,
    );
    expect(value.value).toBeNull();
  });
});

describe('install.configuration', () => {
  const observe = async (source: string | FakeFile): Promise<InstallConfiguration> => {
    const host = fakeHost({ files: fakeFiles({ [`${folder}/configuration.php`]: source }) });
    return (await configurationProbe.observe(look(host, { 'install.root': root }), noop)).value;
  };

  it('holds settings, and references in the place of secrets', async () => {
    const value = await observe(`<?php
$license = 'Leased-secret1';
$db_host = 'localhost'; $db_port = '';
$db_username = 'whmcs';
$db_password = 'secret2';
$db_name = getenv('DB');
$cc_encryption_hash = 'secret3';
$templates_compiledir = __DIR__ . '/templates_c';
$display_errors = false;
$api_access_key = "secret4";
$mine = 'secret5';
$db_tls_ca = '/etc/ca.pem'; $db_tls_verify_cert = '1';
$session_handling = ['serviceProvider' => 'X', 'database' => ['lifetime' => 20, 'connectionAlias' => 's', 'config' => ['host' => 'h', 'password' => 'secret6']]];
ini_set('session.save_path', 'tcp://r:6379?auth=secret7');
ini_set('mysqli.default_pw', 'secret8'); session_id('secret9');
`);
    expect(value).toMatchObject({
      mode: '0644',
      license: { state: 'set', value: { present: true } },
      database: {
        host: { state: 'set', value: 'localhost' },
        port: { state: 'set', value: '' },
        name: { state: 'dynamic' },
        password: { state: 'set', line: 5 },
      },
      databaseTls: { ca: '/etc/ca.pem', cert: null, key: null, verify: true },
      templatesCompileDir: { value: `${folder}/templates_c` },
      displayErrors: { value: false },
      customAdminPath: { state: 'absent' },
      sessionHandling: {
        value: { lifetimeMinutes: 20, connectionAlias: 's', database: { host: { value: 'h' }, name: { state: 'absent' } } },
      },
      unknownVariables: ['mine'],
      passwordInterpolated: false,
    });
    expect(JSON.stringify(value)).not.toMatch(/secret\d/);
  });

  it('says when the password is cut', async () => {
    const value = await observe('<?php $db_password = "ab$cd";');
    expect([value.passwordInterpolated, value.database.password.state]).toEqual([true, 'dynamic']);
  });

  it('never names a password that lost its quotes', async () => {
    expect(JSON.stringify(await observe('<?php $db_password = hunter2;'))).not.toContain('hunter2');
  });

  it.each([
    ['<?php $x = "open', 'malformed'],
    [{ fails: new LookFailed('denied', 'no permission') }, 'denied'],
    [{ stat: { kind: 'fifo' as const } }, 'denied'],
  ])('%j is a gap', async (source, gap) => {
    await expect(observe(source)).rejects.toMatchObject({ gap });
  });
});
