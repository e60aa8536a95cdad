/** A page's friendly address, copied from the browser, stands for its site; a folder of the same name is a folder. */
import { describe, expect, it } from 'vitest';
import probe from '../../src/probes/site-target.js';
import type { RunOptions } from '../../src/model.js';
import { look } from '../support/fake-host.js';
import { redirect, refused, web, type Serve } from './site.js';

const form = (action: string) => ({ body: `<form action="${action}"><input name="username"><input name="password"></form>` });

async function observe(target: string, serve: Serve, more: Partial<RunOptions> = {}) {
  const { host, asked } = web(serve, { 'c.test': ['192.0.2.10'] });
  const { value } = await probe.observe(look({ ...host, kind: 'outside' }, {}, {}, { target, ...more }), () => {});
  return { url: value.url, asked };
}

describe('a target that ends like a page of WHMCS', () => {
  // with full friendly addresses WHMCS answers below every one of its routes
  const rewritten: Serve = () => form('/login');
  it.each(['https://c.test/login', 'https://c.test/login/', 'https://c.test/password/reset', 'https://c.test/store/hosting'])(
    '%s is the site above',
    async (target) => expect((await observe(target, rewritten)).url).toBe('https://c.test/'),
  );

  it('also in a folder, and where the log-in page redirects', async () => {
    const serve: Serve = (_, { pathname }) => {
      if (pathname === '/m/index.php') return redirect('/m/login');
      return pathname === '/m/login' ? form('/m/login') : { status: 404 };
    };
    expect((await observe('https://c.test/m/login', serve)).url).toBe('https://c.test/m/');
  });

  it('is a folder where WHMCS lies in it, or is not found above', async () => {
    const inside: Serve = (_, { pathname }) => (pathname.startsWith('/store/') ? form('/store/index.php?rp=/login') : { body: 'home' });
    expect((await observe('https://c.test/store', inside)).url).toBe('https://c.test/store/');
    const both: Serve = (_, { pathname }) => form(pathname.startsWith('/store/') ? '/store/login' : '/login');
    expect((await observe('https://c.test/store', both)).url).toBe('https://c.test/store/');
    expect((await observe('https://c.test/store', () => ({ body: 'a shop' }))).url).toBe('https://c.test/store/');
    expect((await observe('https://c.test/login', () => refused())).url).toBe('https://c.test/login/');
  });

  it('is asked for nothing where the address says it all', async () => {
    for (const target of ['https://c.test/', 'https://c.test/billing', 'https://c.test/clientarea.php', 'https://c.test/index.php/login'])
      expect((await observe(target, rewritten)).asked).toEqual([]);
    expect(await observe('https://c.test/login', rewritten, { url: 'https://d.test/login' })).toEqual({
      url: 'https://d.test/login/',
      asked: [],
    });
  });
});
