import { describe, expect, it } from 'vitest';
import { apacheSites } from '../../src/parse/apache-site.js';
import { parseApache } from '../../src/parse/apache.js';
import { htaccessRules } from '../../src/parse/htaccess-rules.js';

const folder = '/srv/whmcs';

async function routing(inFolder: string, more = '', modules = ['rewrite']) {
  const text = `${modules.map((name) => `LoadModule ${name}_module x\n`).join('')}<VirtualHost *:80>
DocumentRoot ${folder}
<Directory ${folder}>
${inFolder}
</Directory>
${more}
</VirtualHost>`;
  const given = { serverRoot: '/etc/apache2', variables: new Map<string, string>(), defines: new Set<string>() };
  const tree = await parseApache('/etc/apache2/apache2.conf', text, given, () => Promise.resolve([]));
  return apacheSites(tree, folder, [])[0]?.routing;
}

describe('Apache', () => {
  it.each([
    ['all', 'AllowOverride All', true],
    ['FileInfo among others', 'AllowOverride AuthConfig FileInfo', true],
    ['a list', 'AllowOverride None\nAllowOverrideList RewriteEngine RewriteCond RewriteRule', true],
    ['others only', 'AllowOverride AuthConfig', false],
    ['none', 'AllowOverride None', false],
    ['nothing, which is none', '', false],
  ])('.htaccess with AllowOverride %s', async (_, line, reads) => {
    expect((await routing(line))?.htaccess).toBe(reads);
  });

  it('knows its modules', async () => {
    expect((await routing(''))?.rewriteModule).toBe(true);
    expect((await routing('', '', ['dir']))?.rewriteModule).toBe(false);
    expect((await routing('', '', []))?.rewriteModule).toBeNull();
  });

  it('may hold the rules itself', async () => {
    expect((await routing('RewriteEngine On\nRewriteRule ^.*$ /index.php [L]'))?.rewrite).toBe('script');
    expect((await routing('RewriteEngine Off\nRewriteRule ^.*$ /index.php [L]'))?.rewrite).toBe('files');
    expect((await routing('FallbackResource /index.php'))?.rewrite).toBe('script');
    expect((await routing('', 'ProxyPass / http://127.0.0.1:8080/'))?.rewrite).toBe('elsewhere');
  });

  it('refuses a path behind the script only where it says so', async () => {
    expect((await routing(''))?.index).toBe('script');
    expect((await routing('AcceptPathInfo Off'))?.index).toBe('files');
  });
});

const block = `### BEGIN - WHMCS managed rules - DO NOT EDIT BETWEEN WHMCS MARKERS ###
<IfModule mod_rewrite.c>
RewriteEngine on
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule ^.*$ %2index.php [QSA,L]
</IfModule>
### END - WHMCS managed rules ###
`;

describe('.htaccess', () => {
  it("knows WHMCS's block and the rules around it", async () => {
    const text = `RewriteEngine On\nRewriteRule ^old$ /new [R]\n${block}RewriteRule ^after$ /x\n`;
    expect(await htaccessRules('/srv/.htaccess', text)).toEqual({
      managed: true,
      engine: 'on',
      leads: true,
      foreignBefore: 1,
      foreignAfter: 1,
      acceptPathInfo: null,
    });
  });

  it.each([
    ['an empty file', '', { managed: false, engine: null, leads: false }],
    ['rules without WHMCS’s marker', 'RewriteEngine On\nRewriteRule . /index.php [L]', { managed: false, leads: true }],
    ['an engine that is off', `${block}RewriteEngine Off`, { managed: true, engine: 'off', leads: false }],
    ['a block that is commented out', block.replaceAll('\nR', '\n#R'), { managed: true, engine: null, leads: false }],
    ['another script', 'RewriteEngine On\nRewriteRule . /myindex.php', { leads: false }],
    ['a path that is refused', 'AcceptPathInfo Off', { acceptPathInfo: false }],
  ])('%s', async (_, text, wanted) => {
    expect(await htaccessRules('/srv/.htaccess', text)).toMatchObject(wanted);
  });
});
