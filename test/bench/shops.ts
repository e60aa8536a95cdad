/**
 * Many installs on one machine: every name under .shops.test answers as the laboratory's site does, each page some time after it was asked for, as over a
 * real line. What the site itself said is kept, so that nothing but the program is measured.
 */
import { readFileSync } from 'node:fs';
import { createServer as plainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, request } from 'node:https';
import type { Lab } from '../lab/lab.js';
import { makeLeaf } from '../lab/certificates.js';
import { site } from '../lab/names.js';

const address = '198.51.100.29';

interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export interface Shops {
  readonly addresses: readonly string[];
  close(): void;
}

export async function openShops(lab: Lab, count: number, delayMs: number): Promise<Shops> {
  const hosts = Array.from({ length: count }, (_, at) => `shop-${at + 1}.shops.test`);
  await lab.names.set(Object.fromEntries(hosts.map((host) => [host, [address]])));
  const leaf = await makeLeaf(lab.folder, 'shops', { names: ['*.shops.test'], issuer: lab.authority });
  const kept = new Map<string, Promise<Answer>>();
  const answer = (secure: boolean) => (asked: IncomingMessage, response: ServerResponse) => {
    const host = asked.headers.host ?? '';
    const key = JSON.stringify([secure, asked.method, asked.url, asked.headers.cookie ?? '']);
    const known = kept.get(key) ?? siteSays(secure, asked, lab.ca);
    kept.set(key, known);
    const due = new Promise((resolve) => setTimeout(resolve, delayMs));
    Promise.all([known, due]).then(
      ([{ status, headers, body }]) => {
        const named = (text: string): string => text.replaceAll(site.host, host);
        const text = Buffer.from(named(body.toString('latin1')), 'latin1');
        const flat = headers.flatMap(([name, value]) => [name, named(value)]);
        response.writeHead(status, [...flat, 'Date', new Date().toUTCString(), 'Content-Length', String(text.length)]);
        response.end(asked.method === 'HEAD' ? undefined : text);
      },
      () => response.destroy(),
    );
  };
  const servers = [
    createServer({ key: readFileSync(leaf.key), cert: readFileSync(leaf.chain) }, answer(true)).listen(443, address),
    plainServer(answer(false)).listen(80, address),
  ];
  return {
    addresses: hosts.map((host) => `https://${host}/`),
    close: () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** One page of the site, over TLS whatever was asked: over plain HTTP it leads there. */
async function siteSays(secure: boolean, { method = 'GET', url = '/', headers }: IncomingMessage, ca: string): Promise<Answer> {
  if (!secure) return { status: 301, headers: [['Location', `https://${site.host}${url}`]], body: Buffer.alloc(0) };
  const { cookie } = headers;
  return new Promise((resolve, reject) => {
    const about = { host: site.ipv4, servername: site.host, ca: readFileSync(ca), path: url, method };
    const asking = request({ ...about, headers: { host: site.host, ...(cookie === undefined ? {} : { cookie }) } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const { rawHeaders, statusCode = 500 } = response;
        const pairs = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []));
        const own = /^(?:date|content-length|transfer-encoding|connection|keep-alive)$/i;
        resolve({ status: statusCode, headers: pairs.filter(([name]) => !own.test(name)), body: Buffer.concat(parts) });
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}
