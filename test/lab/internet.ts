/** The lab's internet: every outside host that the program may contact, with answers that a test can set. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Leaf } from './certificates.js';
import { Endpoint, type Handler, json, text } from './endpoint.js';
import { LicenseDesk } from './license-desk.js';
import { mailAddress, mailHost } from './mail-server.js';
import { internetAddresses, type InternetHost, licenseAddresses, licenseHosts, publishedRanges, site, timeServers } from './names.js';
import { TimeServer } from './ntp.js';
import { type DuoApplication, duoHealthCheck, facebookApplication, googleToken } from './provider-answers.js';

/** The providers' side of the social sign-in: what is registered there. */
export interface Registered {
  googleClient: string;
  googleOrigins: string[];
  twitterKey: string;
  twitterSecret: string;
  twitterCallbacks: string[];
  facebookApp: string;
  facebookSecret: string;
  facebookDomains: string[];
  googleSecret: string;
  googleRedirects: string[];
  /** The app's project may use the calls that signing in needs. */
  twitterAccess: boolean;
  facebookPrivacyPolicy: string;
  duo: DuoApplication;
}

function nothingRegistered(): Registered {
  return {
    googleClient: '',
    googleOrigins: [],
    twitterKey: '',
    twitterSecret: '',
    twitterCallbacks: [],
    facebookApp: '',
    facebookSecret: '',
    facebookDomains: [],
    googleSecret: '',
    googleRedirects: [],
    twitterAccess: true,
    facebookPrivacyPolicy: '',
    duo: { id: '', secret: '', type: 'Web SDK' },
  };
}

export class Internet {
  readonly license: Readonly<Record<(typeof licenseHosts)[number], Endpoint>>;
  readonly hosts: Readonly<Record<InternetHost, Endpoint>>;
  readonly time = Object.values(timeServers).map((address) => new TimeServer(address));
  /** What the license servers answer. */
  licenseStatus = 200;
  /** What they were asked. */
  readonly licenseAsked: string[] = [];
  /** What they answer to a license check. */
  readonly desk = new LicenseDesk();
  /** Name → addresses as visitors' resolvers see them. */
  readonly records = new Map<string, readonly string[]>();
  /** Name → records of mail, as they are written: MX "10 mail.example.com.", TXT without quotes. */
  readonly mx = new Map<string, readonly string[]>();
  readonly txt = new Map<string, readonly string[]>();
  readonly registered: Registered = nothingRegistered();
  private dateOffsetMs = 0;

  constructor(leaf: Leaf) {
    const license: Handler = (request, response) => {
      this.date(response);
      this.licenseAsked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      if (request.url === '/verify') void this.verify(request, response);
      else if (request.url === '/1.0/test') text(response, this.licenseStatus === 200 ? 'OK' : 'Unavailable', this.licenseStatus);
      else text(response, 'Not Found', 404);
    };
    this.license = {
      'a.licensing.whmcs.com': new Endpoint(licenseHosts[0], licenseAddresses['a.licensing.whmcs.com'], leaf, license),
      'b.licensing.whmcs.com': new Endpoint(licenseHosts[1], licenseAddresses['b.licensing.whmcs.com'], leaf, license),
    };
    const host = (name: InternetHost, handler: Handler) =>
      new Endpoint(name, internetAddresses[name], leaf, (request, response) => {
        this.date(response);
        handler(request, response);
      });
    this.hosts = {
      'accounts.google.com': host('accounts.google.com', (request, response) => this.googleOrigin(urlOf(request), response)),
      'api.x.com': host('api.x.com', (request, response) => this.twitterToken(request, response)),
      'graph.facebook.com': host('graph.facebook.com', (request, response) => this.facebook(urlOf(request), response)),
      'oauth2.googleapis.com': host('oauth2.googleapis.com', (request, response) => void googleToken(request, response, this.registered)),
      'www.googleapis.com': host('www.googleapis.com', (_, response) => json(response, { keys: [] })),
      'api.twitter.com': host('api.twitter.com', (request, response) => this.twitterToken(request, response)),
      'api-1abcdef2.duosecurity.com': host(
        'api-1abcdef2.duosecurity.com',
        (request, response) => void duoHealthCheck(request, response, this.registered.duo, this.now()),
      ),
      'cloudflare-dns.com': host('cloudflare-dns.com', (request, response) => this.resolve(urlOf(request), response)),
      'api.cloudflare.com': host('api.cloudflare.com', (_, response) =>
        json(response, {
          result: { ipv4_cidrs: publishedRanges.ipv4, ipv6_cidrs: publishedRanges.ipv6, etag: '38f79d050aa027e3be3865e495dcc9bc' },
          success: true,
          errors: [],
          messages: [],
        }),
      ),
      'www.cloudflare.com': host('www.cloudflare.com', (request, response) => text(response, traceBody(request, 'www.cloudflare.com'))),
      'www.google.com': host('www.google.com', (_, response) => void response.writeHead(204).end()),
      'www.microsoft.com': host('www.microsoft.com', (_, response) => text(response, 'Microsoft')),
      'example.com': host('example.com', (_, response) => text(response, 'Example Domain')),
    };
  }

  get endpoints(): readonly Endpoint[] {
    return [...Object.values(this.license), ...Object.values(this.hosts)];
  }

  async open(): Promise<void> {
    for (const endpoint of this.endpoints) await endpoint.open();
    for (const server of this.time) await server.open();
  }

  async close(): Promise<void> {
    for (const endpoint of this.endpoints) await endpoint.close();
    for (const server of this.time) await server.close();
  }

  /** Every host answers again as in the beginning. */
  async restore(): Promise<void> {
    this.licenseStatus = 200;
    this.desk.restore();
    this.shiftTime(0);
    this.records.clear();
    this.mx.clear();
    this.txt.clear();
    Object.assign(this.registered, nothingRegistered());
    await this.reopen();
  }

  /** Every host listens again where it should. */
  async reopen(): Promise<void> {
    for (const endpoint of this.endpoints) if (endpoint.changed) await endpoint.open();
  }

  /** Shifts every outside clock: to the machine it looks as if its own were wrong the other way. */
  shiftTime(byMs: number): void {
    this.dateOffsetMs = byMs;
    for (const server of this.time) server.offsetMs = byMs;
  }

  /** The time outside, ms since 1970. */
  private now(): number {
    return Date.now() + this.dateOffsetMs;
  }

  private async verify(request: IncomingMessage, response: Parameters<Handler>[1]): Promise<void> {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += String(part);
    const { failing } = this.desk;
    if (failing !== null || this.licenseStatus !== 200) return text(response, 'Unavailable', failing ?? this.licenseStatus);
    text(response, this.desk.answer(new URLSearchParams(body)));
  }

  /** The records of a domain that may send: the mail server of the domain, and nobody else. */
  mailRecords(): void {
    this.records.set(mailHost, [mailAddress]);
    this.mx.set(site.apex, [`10 ${mailHost}.`]);
    this.txt.set(site.apex, ['google-site-verification=lab', 'v=spf1 mx -all']);
    this.txt.set(`_dmarc.${site.apex}`, ['v=DMARC1; p=quarantine; rua=mailto:dmarc@billing.test']);
  }

  private date(response: Parameters<Handler>[1]): void {
    response.setHeader('date', new Date(this.now()).toUTCString());
  }

  /** DNS over HTTPS in JSON: https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/ */
  private resolve(url: URL, response: Parameters<Handler>[1]): void {
    const name = (url.searchParams.get('name') ?? '').replace(/\.$/u, '').toLowerCase();
    const asked = url.searchParams.get('type') ?? 'A';
    const flags = { TC: false, RD: true, RA: true, AD: false, CD: false };
    response.setHeader('content-type', 'application/dns-json');
    const known = this.records.has(name) || this.mx.has(name) || this.txt.has(name);
    const text = { MX: { type: 15, of: this.mx }, TXT: { type: 16, of: this.txt } }[asked.toUpperCase()];
    if (text !== undefined) {
      const data = (text.of.get(name) ?? []).map((one) => (text.type === 16 ? JSON.stringify(one) : one));
      const Answer = data.map((each) => ({ name, type: text.type, TTL: 300, data: each }));
      return void response.end(JSON.stringify({ Status: known ? 0 : 3, ...flags, Question: [{ name, type: text.type }], Answer }));
    }
    const wantsIpv6 = asked.toUpperCase() === 'AAAA' || asked === '28';
    const found = this.records.get(name);
    const type = wantsIpv6 ? 28 : 1;
    const answers = (found ?? []).filter((address) => address.includes(':') === wantsIpv6).map((data) => ({ name, type, TTL: 300, data }));
    response.end(JSON.stringify({ Status: known ? 0 : 3, ...flags, Question: [{ name, type }], Answer: answers }));
  }

  /** The undocumented origin check that the older library makes. */
  private googleOrigin(url: URL, response: Parameters<Handler>[1]): void {
    if (url.pathname !== '/o/oauth2/iframerpc') return text(response, 'Not Found', 404);
    if (url.searchParams.get('client_id') !== this.registered.googleClient) {
      return json(response, { error: 'invalid_client', error_description: 'The OAuth client was not found.' }, 401);
    }
    json(response, { valid: this.registered.googleOrigins.includes(url.searchParams.get('origin') ?? ''), blocked: false });
  }

  private twitterToken(request: IncomingMessage, response: Parameters<Handler>[1]): void {
    const refuse = (status: number, code: number, message: string) => json(response, { errors: [{ code, message }] }, status);
    const url = urlOf(request);
    const signed = oauthParameters(request.headers.authorization ?? '');
    if (request.method !== 'POST' || url.pathname !== '/oauth/request_token') return refuse(404, 34, 'Sorry, that page does not exist.');
    const { twitterKey, twitterSecret, twitterCallbacks } = this.registered;
    const right = signature('POST', 'https://api.x.com/oauth/request_token', signed, twitterSecret);
    if (signed.get('oauth_consumer_key') !== twitterKey || signed.get('oauth_signature') !== right) {
      return refuse(401, 32, 'Could not authenticate you.');
    }
    // How far away a time may be is not documented; this is far.
    if (Math.abs(Number(signed.get('oauth_timestamp')) * 1000 - this.now()) > 300_000) return refuse(401, 135, 'Timestamp out of bounds.');
    if (!this.registered.twitterAccess) {
      return refuse(403, 453, 'You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints only.');
    }
    // A callback without a registration is compared with no list, and a query is not part of what is compared.
    const callback = (signed.get('oauth_callback') ?? '').replace(/\?.*$/u, '');
    if (callback !== 'oob' && !twitterCallbacks.includes(callback)) {
      return refuse(
        403,
        415,
        'Callback URL not approved for this client application. Approved callback URLs can be adjusted in your application settings',
      );
    }
    text(response, 'oauth_token=lab&oauth_token_secret=lab&oauth_callback_confirmed=true');
  }

  private facebook(url: URL, response: Parameters<Handler>[1]): void {
    const refuse = (code: number, message: string) =>
      json(response, { error: { message, type: 'OAuthException', code, fbtrace_id: 'lab' } }, 400);
    const { facebookApp, facebookSecret } = this.registered;
    if (url.pathname === '/oauth/access_token') {
      if (url.searchParams.get('client_id') !== facebookApp) return refuse(101, 'Error validating application. Invalid application ID.');
      if (url.searchParams.get('client_secret') !== facebookSecret) return refuse(1, 'Error validating client secret.');
      return json(response, { access_token: `${facebookApp}|lab`, token_type: 'bearer' });
    }
    if (url.pathname.split('/').at(-1) === facebookApp) return json(response, facebookApplication(url, this.registered));
    refuse(803, 'Some of the aliases you requested do not exist');
  }
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', `https://${request.headers.host ?? 'lab.invalid'}`);
}

/** What Cloudflare's edge says about a request, at /cdn-cgi/trace. */
export function traceBody(request: IncomingMessage, host: string): string {
  const visitor = (request.socket.remoteAddress ?? '').replace(/^::ffff:/u, '');
  const lines = [
    'fl=400f1',
    `h=${host}`,
    `ip=${visitor}`,
    `ts=${(Date.now() / 1000).toFixed(3)}`,
    'visit_scheme=https',
    'uag=lab',
    'colo=FRA',
  ];
  return `${[...lines, 'sliver=none', 'http=http/1.1', 'loc=DE', 'tls=TLSv1.3', 'sni=plaintext', 'warp=off', 'gateway=off'].join('\n')}\n`;
}

function oauthParameters(header: string): Map<string, string> {
  const pairs = [...header.replace(/^OAuth\s+/u, '').matchAll(/(\w+)="([^"]*)"/gu)];
  return new Map(pairs.map(([, name, value]) => [name ?? '', decodeURIComponent(value ?? '')]));
}

/** HMAC-SHA1 of RFC 5849 section 3.4, without a token. */
function signature(method: string, url: string, parameters: ReadonlyMap<string, string>, secret: string): string {
  const encode = (value: string) =>
    encodeURIComponent(value).replace(/[!'()*]/gu, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  const normal = [...parameters]
    .filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  return createHmac('sha1', `${encode(secret)}&`)
    .update([method, encode(url), encode(normal)].join('&'))
    .digest('base64');
}
