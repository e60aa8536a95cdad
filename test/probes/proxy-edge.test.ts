import { describe, expect, it } from 'vitest';
import probe from '../../src/probes/proxy-edge.js';
import { LookFailed } from '../../src/logic/failure.js';
import { look, unseen } from '../support/fake-host.js';
import { refused, web, type Serve } from './site.js';

const url = 'https://billing.test/';
const form = '<form action="/index.php?rp=/login"><input name="username"><input name="password"></form>';

async function observe(serve: Serve) {
  const { host, asked } = web(serve, { 'billing.test': ['192.0.2.10'] });
  const have = { 'site.url': { url, from: 'target' } } as const;
  const at = look(host, have, { 'database.settings': unseen('unsupported') }, { origin: '192.0.2.99', target: url });
  return { value: (await probe.observe(at, () => {})).value, asked };
}

describe('proxy.edge', () => {
  it('is what the name leads to, not --origin', async () => {
    const { value, asked } = await observe(() => ({ body: form }));
    expect(value).toMatchObject({ login: { form: { hasToken: false } }, sessions: { rounds: { length: 6 } } });
    expect(value).not.toHaveProperty('unseen');
    expect(asked.filter(({ address }) => address !== undefined)).toEqual([]);
  });

  it('keeps why the log-in page alone did not come', async () => {
    const { value } = await observe((_, at) => (at.search === '?rp=/login' ? refused('ECONNRESET', 'http') : { body: 'home' }));
    expect(value).toMatchObject({ login: null, sessions: null, unseen: { gap: 'io', why: expect.stringContaining('ECONNRESET') } });
    expect(value.site.walks[0]).toMatchObject({ outcome: 'answered' });
  });

  it('keeps why the sessions could not be seen to the end', async () => {
    let asked = 0;
    const { value } = await observe((_, at) =>
      at.search === '?rp=/login' && ++asked > 2 ? refused('ECONNRESET', 'http') : { body: form },
    );
    expect(value).toMatchObject({ login: { status: 200 }, sessions: null, unseen: { gap: 'io' } });
  });

  it('hides no bug and no end of the run', async () => {
    const stopped: Serve = (_, at) => {
      if (at.search === '?rp=/login') throw new LookFailed('aborted', 'the run was stopped');
      return { body: 'home' };
    };
    await expect(observe(stopped)).rejects.toMatchObject({ gap: 'aborted' });
  });
});
