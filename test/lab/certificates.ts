/** Certificates of the lab's own authority. Keys are made with openssl; another time of issue comes from faketime. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './process.js';

export interface Authority {
  readonly key: string;
  readonly cert: string;
}

export interface Leaf {
  readonly key: string;
  /** The certificate, followed by what the server sends along. */
  readonly chain: string;
}

export interface LeafWish {
  readonly names: readonly string[];
  readonly issuer: Authority;
  /** Days from now on which it was issued; below 0: in the past. */
  readonly issuedInDays?: number;
  readonly days?: number;
  /** Certificates of intermediate authorities to send along. */
  readonly along?: readonly string[];
}

/** Debian keeps it in a folder named after the machine's architecture. */
const faketimeLibrary = readdirSync('/usr/lib')
  .map((folder) => `/usr/lib/${folder}/faketime/libfaketime.so.1`)
  .find((file) => existsSync(file));

/** An authority of its own: self-signed, or an intermediate one below `above`. Issued a month ago, so that a shifted clock is inside its life. */
export async function makeAuthority(folder: string, name: string, above?: Authority): Promise<Authority> {
  const key = join(folder, `${name}.key`);
  const cert = join(folder, `${name}.pem`);
  const subject = `/O=Lab/CN=Lab ${name} authority`;
  await newKey(key);
  if (above === undefined) {
    const extensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
    await run(
      'openssl',
      ['req', '-x509', '-new', '-key', key, '-subj', subject, '-days', '3650', '-out', cert, ...extensions],
      shifted(-400),
    );
  } else {
    await sign({
      key,
      cert,
      subject,
      issuer: above,
      extensions: 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign',
      days: 3000,
      shift: -300,
    });
  }
  return { key, cert };
}

/** A server's certificate and key. */
export async function makeLeaf(folder: string, label: string, wish: LeafWish): Promise<Leaf> {
  const key = join(folder, `${label}.key`);
  const cert = join(folder, `${label}.crt`);
  const chain = join(folder, `${label}.chain.pem`);
  await newKey(key);
  const names = wish.names.map((name) => `DNS:${name}`).join(',');
  await sign({
    key,
    cert,
    subject: `/CN=${wish.names[0] ?? label}`,
    issuer: wish.issuer,
    extensions: `subjectAltName=${names}\nextendedKeyUsage=serverAuth`,
    days: wish.days ?? 365,
    shift: wish.issuedInDays ?? -30,
  });
  const parts = await Promise.all([cert, ...(wish.along ?? [])].map((file) => readFile(file, 'utf8')));
  await writeFile(chain, parts.join(''));
  return { key, chain };
}

async function newKey(file: string): Promise<void> {
  await run('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file]);
}

async function sign(wish: {
  readonly key: string;
  readonly cert: string;
  readonly subject: string;
  readonly issuer: Authority;
  readonly extensions: string;
  readonly days: number;
  readonly shift: number;
}): Promise<void> {
  const request = `${wish.cert}.csr`;
  const extensions = `${wish.cert}.ext`;
  await writeFile(extensions, `${wish.extensions}\n`);
  await run('openssl', ['req', '-new', '-key', wish.key, '-subj', wish.subject, '-out', request]);
  const issue = ['-CA', wish.issuer.cert, '-CAkey', wish.issuer.key, '-set_serial', `0x${serial()}`, '-days', String(wish.days)];
  await run('openssl', ['x509', '-req', '-in', request, ...issue, '-extfile', extensions, '-out', wish.cert], shifted(wish.shift));
}

let issued = 0;
function serial(): string {
  issued += 1;
  return `${Date.now().toString(16)}${issued.toString(16).padStart(4, '0')}`;
}

/** The environment of a program that believes in another day. */
function shifted(days: number): Record<string, string> {
  return fakeClock(`${days >= 0 ? '+' : ''}${days}d`);
}

/** The environment of a program whose clock is shifted, as "-600s" or "+2d"; its timers stay real. */
export function fakeClock(shift: string): Record<string, string> {
  if (faketimeLibrary === undefined) throw new Error('libfaketime is missing: install the package faketime');
  return { LD_PRELOAD: faketimeLibrary, FAKETIME: shift, DONT_FAKE_MONOTONIC: '1' };
}
