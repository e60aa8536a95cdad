import { describe, expect, test } from 'vitest';
import facebook from '../../src/probes/social-facebook.js';
import google from '../../src/probes/social-google.js';
import twitter from '../../src/probes/social-twitter.js';
import type { Fact, Facts, HttpRequest, HttpResult, RunOptions, SecretRef, SecretRequest, Site } from '../../src/model.js';
import { clientId, loginPage } from '../support/login-page.js';
import { fakeHost, look, seen, unseen } from '../support/fake-host.js';
import { site as sites, walk } from '../checks/url/facts.js';
import { answered } from '../support/http-answer.js';

const site = { url: 'https://billing.example.com/whmcs/', from: 'database' } as const;
const silent: HttpResult = { ok: false, stage: 'tcp', code: 'ETIMEDOUT', message: '', address: null, durationMs: 5000 };
const page = seen(loginPage({ google: { clientId, library: 'gis' }, providers: ['google'] }));

describe('Google', () => {
  function observe(
    answer: (origin: string, request: HttpRequest) => HttpResult,
    login: typeof page = page,
    options: Partial<RunOptions> = {},
    where: Facts['site.url'] = site,
    walked: Fact<Site> = unseen(),
  ) {
    const asked: HttpRequest[] = [];
    const http = async (request: HttpRequest): Promise<HttpResult> => {
      asked.push(request);
      return answer(new URL(request.url).searchParams.get('origin') ?? '', request);
    };
    const wants = { 'http.login': login, 'http.site': walked };
    const found = google.observe(look(fakeHost({ net: { http } }), { 'site.url': where }, wants, options), () => {});
    return { found, asked };
  }

  test('is asked for the origin alone and for one that cannot be registered', async () => {
    const { found, asked } = observe((origin) => answered(200, JSON.stringify({ valid: origin === 'https://billing.example.com' })));
    expect((await found).value).toMatchObject({ origin: 'https://billing.example.com', valid: true, control: false, clientRefused: false });
    const origins = asked.map(({ url }) => new URL(url).searchParams.get('origin'));
    expect(origins[0]).toBe('https://billing.example.com');
    expect(origins[1]).toMatch(/^https:\/\/doctor-[0-9a-f]{16}\.invalid$/);
    expect(asked[0]).toMatchObject({ strictTls: true, headers: { 'x-requested-with': 'XmlHttpRequest' } });
  });

  test('is asked for the page’s own origin where an address was only typed', async () => {
    const typed = { url: 'http://billing.example.com/', from: 'target' } as const;
    expect((await observe(() => answered(200, '{"valid":true}'), page, {}, typed).found).value.origin).toBe('https://billing.example.com');
  });

  test.each([
    ['401', answered(401, ''), { valid: null, control: null, clientRefused: true }],
    ['another page', answered(200, '<html>'), { valid: null, control: null, clientRefused: false }],
    ['out of order', answered(500, '{"valid":true}'), { valid: null }],
  ])('answers %s', async (_, answer, value) => {
    expect((await observe(() => answer).found).value).toMatchObject(value);
  });

  test('is asked for every address that answers in its own name', async () => {
    const twin = walk('https://www.billing.example.com/', { why: 'www-twin' });
    const redirected = walk('http://billing.example.com/', { why: 'scheme-twin', end: 'https://billing.example.com/' });
    const walked = seen(sites(walk(site.url), twin, redirected));
    const { found } = observe(
      (origin) => answered(200, JSON.stringify({ valid: origin === 'https://billing.example.com' })),
      page,
      {},
      site,
      walked,
    );
    expect((await found).value.others).toEqual([{ origin: 'https://www.billing.example.com', valid: false }]);
  });

  test('is asked by its button only where the origin check says nothing', async () => {
    const button = (_: string, request: HttpRequest): HttpResult => {
      const { pathname } = new URL(request.url);
      if (pathname !== '/gsi/status') return answered(404, 'Not Found');
      return answered(request.headers?.['referer'] === 'https://billing.example.com/' ? 200 : 403, ")]}'\n[]");
    };
    const { found, asked } = observe(button);
    expect((await found).value.button).toEqual({ site: 200, control: 403 });
    expect(asked).toHaveLength(4);
    const usual = observe((origin) => answered(200, JSON.stringify({ valid: !origin.endsWith('.invalid') })));
    expect((await usual.found).value.button).toBeNull();
    expect(usual.asked).toHaveLength(2);
  });

  test('gaps', async () => {
    await expect(observe(() => silent).found).rejects.toMatchObject({ gap: 'timeout' });
    await expect(observe(() => silent, seen(loginPage())).found).rejects.toMatchObject({ gap: 'disabled', more: { beyond: true } });
    await expect(observe(() => silent, unseen('timeout')).found).rejects.toMatchObject({ gap: 'timeout' });
    await expect(observe(() => silent, page, { offline: true }).found).rejects.toMatchObject({ gap: 'disabled' });
  });
});

/** Credentials of a host that has all keys, and what was sent with them. */
function keys(answers: readonly HttpResult[], sent: SecretRequest[], given = true, callback: string | null = null) {
  let next = 0;
  return {
    secret: async (name: string): Promise<SecretRef | null> =>
      given ? { secret: name.length, present: true, shape: '25 characters' } : null,
    text: () => callback,
    send: async (request: SecretRequest): Promise<HttpResult> => {
      sent.push(request);
      return answers[next++] ?? silent;
    },
  };
}

describe('X', () => {
  function observe(answer: HttpResult, callback: string | null = null, given = true, login = seen(loginPage()), control = silent) {
    const sent: SecretRequest[] = [];
    const host = fakeHost({ credentials: keys([answer, control], sent, given, callback) });
    const found = twitter.observe(look(host, { 'site.url': site }, { 'http.login': login }), () => {});
    return { found, sent };
  }

  test('gives a token for a callback that it knows, and the token is no fact', async () => {
    const { found, sent } = observe(answered(200, 'oauth_token=abc123&oauth_token_secret=def456&oauth_callback_confirmed=true'));
    const { value } = await found;
    expect(value).toEqual({
      callback: 'https://billing.example.com/whmcs/index.php',
      callbackFrom: 'basic-routing',
      status: 200,
      accepted: true,
      code: null,
      message: null,
      control: null,
      keyShape: '25 characters',
      clock: null,
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ kind: 'oauth1', url: 'https://api.x.com/oauth/request_token' });
  });

  test('is asked again with a callback that needs no registration where it refuses', async () => {
    const token = answered(200, 'oauth_token=abc123&oauth_token_secret=def456&oauth_callback_confirmed=true');
    const { found, sent } = observe(answered(403, 'Forbidden'), null, true, seen(loginPage()), token);
    expect((await found).value).toMatchObject({ accepted: false, control: { accepted: true, status: 200, code: null } });
    expect(sent[1]).toMatchObject({ parameters: { oauth_callback: 'oob' } });
    expect((await observe(answered(401, 'No')).found).value.control).toBeNull();
  });

  test('tells its time by the Date of its answer', async () => {
    const date: HttpResult = {
      ...answered(401, '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}'),
      sentAt: 1_000_000,
      headersAt: 1_000_200,
    } as HttpResult;
    const dated = { ...date, headers: [['date', 'Thu, 01 Jan 1970 00:20:00 GMT']] } as unknown as HttpResult;
    expect((await observe(dated).found).value).toMatchObject({ code: 135, clock: { lowMs: 199_800, highMs: 201_000 } });
  });

  test('refuses', async () => {
    const refusal = answered(403, '{"errors":[{"code":415,"message":"Callback URL not approved"}]}');
    expect((await observe(refusal).found).value).toMatchObject({ accepted: false, status: 403, code: 415 });
    expect((await observe(refusal, 'https://x.test/cb').found).value).toMatchObject({
      callback: 'https://x.test/cb',
      callbackFrom: 'operator',
    });
    const friendly = observe(refusal, null, true, seen(loginPage({ routeMode: 'rewrite' })));
    expect((await friendly.found).value.callbackFrom).toBeNull();
  });

  test('gaps', async () => {
    await expect(observe(silent).found).rejects.toMatchObject({ gap: 'timeout' });
    await expect(observe(answered(200, '<html>')).found).rejects.toMatchObject({ gap: 'malformed' });
    await expect(observe(silent, null, false).found).rejects.toMatchObject({
      gap: 'disabled',
      why: expect.stringContaining('TWITTER_API_KEY') as string,
    });
  });
});

describe('Facebook', () => {
  function observe(answers: readonly HttpResult[], given = true) {
    const sent: SecretRequest[] = [];
    return { found: facebook.observe(look(fakeHost({ credentials: keys(answers, sent, given) })), () => {}), sent };
  }
  const token = answered(200, '{"access_token":"1|abcdefgh","token_type":"bearer"}');

  test('takes the keys and shows the domains', async () => {
    const { found, sent } = observe([token, answered(200, '{"name":"x","app_domains":["example.com"]}')]);
    const { value } = await found;
    expect(value).toEqual({ accepted: true, code: null, message: null, appDomains: ['example.com'], live: null });
    expect(JSON.stringify(value) + JSON.stringify(sent)).not.toContain('abcdefgh');
  });

  test('shows what an app needs to be Live, by leaving out what it has not', async () => {
    const live = (body: string) => observe([token, answered(200, '{}'), answered(200, body)]).found;
    expect((await live('{"id":"1","category":"Business","privacy_policy_url":"https://x.test/"}')).value.live).toEqual({
      privacyPolicy: true,
      category: true,
    });
    expect((await live('{"id":"1","category":"Business"}')).value.live).toEqual({ privacyPolicy: false, category: true });
    expect((await live('{"error":{"code":100}}')).value.live).toBeNull();
  });

  test('takes the keys and shows no domains', async () => {
    expect((await observe([token, answered(400, '{"error":{}}')]).found).value.appDomains).toBeNull();
    expect((await observe([token, silent]).found).value.appDomains).toBeNull();
  });

  test('refuses', async () => {
    const refusal = answered(400, '{"error":{"message":"Error validating client secret.","type":"OAuthException","code":1}}');
    expect((await observe([refusal]).found).value).toMatchObject({ accepted: false, code: 1 });
  });

  test('gaps', async () => {
    await expect(observe([silent]).found).rejects.toMatchObject({ gap: 'timeout' });
    await expect(observe([answered(200, '<html>')]).found).rejects.toMatchObject({ gap: 'malformed' });
    await expect(observe([], false).found).rejects.toMatchObject({
      why: 'needs FACEBOOK_APP_ID and FACEBOOK_APP_SECRET in the environment',
    });
  });
});
