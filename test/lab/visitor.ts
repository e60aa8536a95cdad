/** A visitor of the site: a small browser with cookies that comes from one of the lab's addresses. */
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { once } from 'node:events';

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export class Visitor {
  private readonly cookies = new Map<string, string>();
  private readonly ca: Buffer;

  constructor(
    /** Where the visitor comes from; null: the site's own machine. */
    private readonly from: string | null,
    caFile: string,
    /** Connect here instead of where the name leads. */
    private readonly to: string | null = null,
  ) {
    this.ca = readFileSync(caFile);
  }

  /** One request; `follow` walks along redirects as a browser does, at most ten. */
  async open(address: string, form?: Readonly<Record<string, string>>, follow = true): Promise<Page> {
    let url = new URL(address);
    let fields = form;
    for (let hops = 0; hops <= 10; hops += 1) {
      const page = await this.once(url, fields);
      const location = page.headers.location;
      if (!follow || location === undefined || page.status < 300 || page.status > 399) return page;
      url = new URL(location, url);
      fields = undefined;
    }
    throw new Error(`too many redirects from ${address}`);
  }

  /** Has this cookie already: another program on the domain set it. */
  keep(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  /** Signs in on the page at the address. True when the client area (or the administrators' dashboard) opened, twice. */
  async signIn(address: string, account: Readonly<Record<string, string>>, home: string): Promise<boolean> {
    const page = await this.open(address);
    const token = /name="token" value="([0-9a-f]*)"/u.exec(page.body)?.[1] ?? '';
    await this.open(page.url, { token, ...account });
    const again = [await this.open(home), await this.open(home)];
    return again.every((seen) => seen.status === 200 && /<h1>(Client Area|Dashboard)<\/h1>/u.test(seen.body));
  }

  private async once(url: URL, form: Readonly<Record<string, string>> | undefined): Promise<Page> {
    const body = form === undefined ? null : new URLSearchParams(form).toString();
    const ask = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: body === null ? 'GET' : 'POST',
      ca: this.ca,
      agent: false,
      family: 4,
      servername: url.hostname,
      ...(this.from === null ? {} : { localAddress: this.from }),
      ...(this.to === null ? {} : { host: this.to }),
      headers: {
        host: url.host,
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
      },
    });
    // Not the request's own timeout, which begins only once the connection is there.
    const silence = setTimeout(() => ask.destroy(new Error(`${url.href} is silent`)), 5000);
    ask.once('close', () => clearTimeout(silence));
    ask.end(body ?? undefined);
    const [answer] = (await once(ask, 'response')) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    return { url: url.href, status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() };
  }
}
