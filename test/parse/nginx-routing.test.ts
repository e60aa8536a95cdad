import { describe, expect, it } from 'vitest';
import { nginxRouting } from '../../src/parse/nginx-routing.js';
import { parseNginx } from '../../src/parse/nginx.js';

const php = 'location ~ \\.php$ { fastcgi_pass unix:/run/php.sock; }';

async function routing(lines: string, prefix = '') {
  const tree = await parseNginx('/etc/nginx/nginx.conf', `server { root /srv; ${lines} }`, () => Promise.resolve([]));
  return nginxRouting(tree.directives[0]?.block ?? [], prefix);
}

describe('where nginx leads /login', () => {
  it.each([
    ['try_files to index.php', `location / { try_files $uri $uri/ /index.php$is_args$args; } ${php}`, 'script'],
    ['try_files with a query', `location / { try_files $uri $uri/ /index.php?rp=$uri&$args; } ${php}`, 'script'],
    ['try_files in the server', `try_files $uri /index.php?$args; ${php}`, 'script'],
    ['a named location', `location / { try_files $uri @whmcs; } location @whmcs { rewrite ^ /index.php last; } ${php}`, 'script'],
    ['a rewrite in the location', `location / { rewrite ^/(.*)$ /index.php?rp=/$1 last; } ${php}`, 'script'],
    ['a condition on files', `if (!-e $request_filename) { rewrite ^/(.*)$ /index.php?rp=/$1 last; } ${php}`, 'script'],
    ['a condition in the location', `location / { if (!-e $request_filename) { rewrite ^ /index.php last; } } ${php}`, 'script'],
    ['an error page', `error_page 404 = /index.php; ${php}`, 'script'],
    ['rules for other routes only', `location ~ ^/(knowledgebase|download)(.*)$ { rewrite ^ /index.php last; } ${php}`, 'files'],
    ['files alone', `location / { try_files $uri $uri/ =404; } ${php}`, 'files'],
    ['nothing', php, 'files'],
    ['another server', 'location / { proxy_pass http://127.0.0.1:8080; }', 'elsewhere'],
    ['a redirect', `return 301 https://b.test$request_uri; ${php}`, 'elsewhere'],
    [
      'an exact location before all others',
      `location = /login { rewrite ^ /index.php?rp=/login last; } location / { try_files $uri =404; } ${php}`,
      'script',
    ],
    ['a circle', `location / { rewrite ^/login$ /other last; rewrite ^/other$ /login last; } ${php}`, 'unclear'],
    [
      'an expression that could take for ever',
      `location ~ ^(a+)+$ { return 403; } location / { try_files $uri /index.php; } ${php}`,
      'script',
    ],
  ])('%s', async (_, lines, end) => {
    expect((await routing(lines)).rewrite).toBe(end);
  });

  it('below a folder: only to a script of that folder', async () => {
    const own = `location /billing/ { try_files $uri $uri/ /billing/index.php?$args; } location / { try_files $uri /index.php; } ${php}`;
    expect((await routing(own, '/billing')).rewrite).toBe('script');
    const other = `location / { try_files $uri $uri/ /index.php?$args; } ${php}`;
    expect((await routing(other, '/billing')).rewrite).toBe('files');
  });

  it('knows where sign-in ends apart from it', async () => {
    const listed = `location = /login { rewrite ^ /index.php?rp=/login last; } location / { try_files $uri =404; } ${php}`;
    expect(await routing(listed)).toMatchObject({ rewrite: 'script', signIn: 'files' });
  });
});

describe('where nginx leads /index.php/login', () => {
  it.each([
    ['a location for .php alone', `location / { try_files $uri /index.php?$args; } ${php}`, 'files'],
    ['a location that takes a path behind', 'location ~ [^/]\\.php(/|$) { fastcgi_pass unix:/run/php.sock; }', 'script'],
    ['another server', 'location / { proxy_pass http://127.0.0.1:8080; }', 'elsewhere'],
  ])('%s', async (_, lines, end) => {
    expect((await routing(lines)).index).toBe(end);
  });
});
