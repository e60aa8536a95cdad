import { describe, expect, it } from 'vitest';
import { globMatches, normalPath } from '../../src/parse/config-source.js';
import { nginxSites } from '../../src/parse/nginx-site.js';
import { parseNginx } from '../../src/parse/nginx.js';

const files: Readonly<Record<string, string>> = {
  '/etc/nginx/sites-enabled/*': `server {
    listen 80; listen [::]:443 ssl http2;
    server_name billing.test www.billing.test;
    set $base /var/www/whmcs; root $base/;
    include snippets/cf.conf;
    location / { try_files $uri $uri/ /index.php?rp=$uri&$args; }
    location ~ "^/a{2}\\.php$" { deny all; }
    location ~ \\.php$ { include fastcgi_params; fastcgi_pass php; fastcgi_param PHP_VALUE "session.name=X;"; }
  }`,
  '/etc/nginx/snippets/cf.conf':
    'set_real_ip_from 173.245.48.0/20; # Cloudflare\nset_real_ip_from 2400:cb00::/32;\nreal_ip_header CF-Connecting-IP;',
  '/etc/nginx/fastcgi_params': 'fastcgi_param HTTP_HOST $host;',
};
const load = (pattern: string) =>
  Promise.resolve(files[pattern] === undefined ? [] : [{ path: pattern.replace('*', 'billing'), text: files[pattern] }]);
const sites = async (text: string) => nginxSites(await parseNginx('/etc/nginx/nginx.conf', text, load));

describe('sites', () => {
  it('are read through includes, with upstreams, variables and inheritance', async () => {
    const [site] = await sites(
      'events {} http { upstream php { server unix:/run/php/b.sock; } real_ip_recursive on; include sites-enabled/*; }',
    );
    expect(site).toMatchObject({
      file: '/etc/nginx/sites-enabled/billing',
      names: ['billing.test', 'www.billing.test'],
      listens: ['80', '[::]:443 ssl'],
      roots: ['/var/www/whmcs'],
      handlers: ['/run/php/b.sock'],
      hostLosesPort: true,
      restoration: {
        header: 'CF-Connecting-IP',
        from: ['173.245.48.0/20', '2400:cb00::/32'],
        recursive: true,
        where: '/etc/nginx/snippets/cf.conf:3',
      },
    });
    expect(site?.leakingValues).toEqual(['fastcgi_param PHP_VALUE (/etc/nginx/sites-enabled/billing:8)']);
  });

  it('inherit realip only where the block has none of its own', async () => {
    const [site] = await sites(
      'http { set_real_ip_from 192.0.2.0/24; server { location ~ \\.php$ { set_real_ip_from unix:; fastcgi_pass 127.0.0.1:9000; } } }',
    );
    expect(site?.restoration).toMatchObject({ header: 'X-Real-IP', from: ['unix:'], recursive: false });
  });

  it('know where requests are handed on', async () => {
    const [site] = await sites(
      'http { upstream back { server 127.0.0.1:8080; } server { server_name a.test; location / { proxy_pass http://back; } location /x { proxy_pass http://localhost/y; } } }',
    );
    expect(site?.proxies).toEqual(['127.0.0.1:8080', 'localhost:80']);
    expect(site?.restoration).toBeNull();
  });

  it('put the name into a root that is made of it', async () => {
    const [site] = await sites('http { server { server_name a.test ~^x *.b.test; root /srv/$host/web; } }');
    expect(site?.roots).toEqual(['/srv/a.test/web']);
  });

  it('survive what ends too early', async () => {
    const tree = await parseNginx('/etc/nginx/nginx.conf', 'http { server { root "/var', load);
    expect(tree.unread).not.toEqual([]);
    expect((await parseNginx('/x', '} } {', load)).directives).toEqual([]);
  });
});

it.each([
  ['*.conf', 'a.conf', true],
  ['*.conf', '.a.conf', false],
  ['php*', 'php', true],
  ['[a-c]?', 'b1', true],
  ['[!a-c]?', 'b1', false],
  ['*a*a*a*a*b', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa', false],
])('%s matches %s: %s', (pattern, name, expected) => {
  expect(globMatches(pattern, name)).toBe(expected);
});

it('paths are made absolute', () => {
  expect(normalPath('conf.d/../x/./y/', '/etc/nginx')).toBe('/etc/nginx/x/y');
});
