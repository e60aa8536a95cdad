import { describe, expect, it } from 'vitest';
import probe from '../../src/probes/site-url.js';
import { fakeHost, look, seen, unseen } from '../support/fake-host.js';
import { settings } from '../checks/proxy/facts.js';
import type { Fact, RunOptions, WhmcsSettings } from '../../src/model.js';

const observe = async (stored: Fact<WhmcsSettings>, options: Partial<RunOptions> = {}) =>
  await probe.observe(look(fakeHost(), {}, { 'database.settings': stored }, options), () => {});
const row = (value: string) => seen(settings(null, { systemUrl: { present: true, value, key: 'SystemURL' } }));

describe('site.url', () => {
  it('prefers --url, then an address as target, then the database', async () => {
    expect(await observe(row('https://a.test/'), { url: 'https://b.test/x' })).toMatchObject({
      value: { url: 'https://b.test/x/', from: 'option' },
      vantage: 'operator',
    });
    expect(await observe(unseen('unsupported'), { target: 'https://c.test/m/' })).toMatchObject({
      value: { url: 'https://c.test/m/', from: 'target' },
    });
    expect(await observe(row(' HTTPS://u:p@A.test/m?x=1 '))).toMatchObject({ value: { url: 'https://a.test/m/', from: 'database' } });
  });
  it('takes a page that was copied from the browser for its site, and a folder for a folder', async () => {
    const of = async (target: string) => (await observe(unseen('unsupported'), { target })).value.url;
    expect(await of('https://c.test/m/index.php?rp=/login')).toBe('https://c.test/m/');
    expect(await of('https://c.test/clientarea.php')).toBe('https://c.test/');
    expect(await of('https://c.test/store')).toBe('https://c.test/store/');
  });
  it.each(['', 'example.test/x', 'ftp://a.test/'])('has nothing to visit for %j, which is a finding and not an unknown', async (value) => {
    await expect(observe(row(value))).rejects.toMatchObject({ gap: 'absent', more: { beyond: true } });
  });
  it('passes on why the database is silent', async () => {
    await expect(observe(unseen('denied'))).rejects.toMatchObject({ gap: 'denied', more: { settle: 'Give the address with --url.' } });
    await expect(observe(unseen('unsupported'))).rejects.toMatchObject({ gap: 'unsupported', more: { beyond: true } });
    await expect(observe(row('https://a.test/'), { url: 'nonsense' })).rejects.toMatchObject({ gap: 'malformed' });
  });
});
