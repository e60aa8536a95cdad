import { describe, expect, test } from 'vitest';
import { apacheSites } from '../../src/parse/apache-site.js';
import { parseApache } from '../../src/parse/apache.js';
import { nginxSites } from '../../src/parse/nginx-site.js';
import { parseNginx } from '../../src/parse/nginx.js';

const shipped = `fastcgi_param SERVER_ADDR $server_addr;
fastcgi_param SERVER_NAME $server_name;`;

async function nginx(server: string, php = 'include fastcgi_params;') {
  const text = `http { server { ${server} location ~ \\.php$ { ${php} fastcgi_pass unix:/run/php.sock; } } }`;
  const load = async (pattern: string) => (pattern.endsWith('fastcgi_params') ? [{ path: pattern, text: shipped }] : []);
  const [site] = nginxSites(await parseNginx('/etc/nginx/nginx.conf', text, load));
  return (site?.serverVariables ?? []).map(({ name, value, follows, written }) => [name, value, follows, written]);
}

describe('nginx', () => {
  test.each([
    ['its first name', 'server_name www.b.test b.test; listen 192.0.2.1:443 ssl;', 'www.b.test', '192.0.2.1'],
    ['a placeholder', 'server_name _; listen 80;', '_', null],
    ['no name', 'listen 80;', '', null],
    ['a leading dot', 'server_name .b.test; listen 0.0.0.0:80;', 'b.test', null],
    ['two addresses', 'server_name b.test; listen 192.0.2.1:80; listen 192.0.2.2:80;', 'b.test', null],
    ['an address and all of them', 'server_name b.test; listen 192.0.2.1:80; listen *:80;', 'b.test', null],
    ['the same address twice', 'server_name b.test; listen 192.0.2.1:80; listen 192.0.2.1:443 ssl; listen [::]:80;', 'b.test', '192.0.2.1'],
  ])('%s', async (_, server, name, address) => {
    expect(await nginx(server)).toEqual([
      ['SERVER_ADDR', address, 'connection', false],
      ['SERVER_NAME', name, null, false],
    ]);
  });

  test('a line of its own, and the include that replaces it', async () => {
    expect(await nginx('server_name b.test; listen 80;', 'fastcgi_param SERVER_ADDR 203.0.113.5; include fastcgi_params;')).toEqual([
      ['SERVER_ADDR', '203.0.113.5', null, true],
      ['SERVER_ADDR', null, 'connection', false],
      ['SERVER_NAME', 'b.test', null, false],
    ]);
  });

  test('variables: of a request, and of `set`', async () => {
    const lines = 'fastcgi_param SERVER_NAME $host; fastcgi_param SERVER_ADDR $mine;';
    expect(await nginx('set $mine 203.0.113.5; listen 80;', lines)).toEqual([
      ['SERVER_NAME', null, 'visitor', false],
      ['SERVER_ADDR', '203.0.113.5', null, true],
    ]);
    expect(await nginx('listen 80;', 'fastcgi_param SERVER_NAME "";')).toEqual([['SERVER_NAME', '', null, true]]);
  });

  test('a server that hands PHP to another says nothing', async () => {
    const [site] = nginxSites(
      await parseNginx('/n', 'http { server { location / { proxy_pass http://127.0.0.1:8080; } } }', async () => []),
    );
    expect(site?.serverVariables).toEqual([]);
  });
});

describe('Apache', () => {
  const read = async (text: string) => {
    const given = { serverRoot: '/etc/apache2', variables: new Map<string, string>(), defines: new Set<string>() };
    const tree = await parseApache('/etc/apache2/apache2.conf', text, given, async () => []);
    return apacheSites(tree, '/srv/b', [])[0]?.serverVariables.map(({ name, value, follows, written }) => [name, value, follows, written]);
  };
  const address = ['SERVER_ADDR', null, 'connection', false];

  test("gives the visitor's own host, unless it is told otherwise", async () => {
    const host = '<VirtualHost *:80>\nServerName b.test\nDocumentRoot /srv/b\n</VirtualHost>';
    expect(await read(host)).toEqual([['SERVER_NAME', null, 'visitor', false], address]);
    expect(await read(`UseCanonicalName On\n${host}`)).toEqual([['SERVER_NAME', 'b.test', null, true], address]);
    expect(
      await read(`UseCanonicalName On\n${host.replace('ServerName b.test', 'ServerName https://b.test:443\nUseCanonicalName Off')}`),
    ).toEqual([['SERVER_NAME', null, 'visitor', false], address]);
  });
});
