/** X.509 certificates for tests, written byte by byte: no openssl program is needed and no key lies in the repository. */
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface Identity {
  readonly key: string;
  readonly cert: string;
}

interface Wanted {
  readonly name: string;
  /** Host names and IPv4 addresses; none: no subjectAltName. */
  readonly names?: readonly string[];
  readonly ca?: boolean;
  readonly from?: Date;
  readonly to?: Date;
  /** Signs it; default: itself. */
  readonly issuer?: Authority;
}

export interface Authority extends Identity {
  readonly name: string;
  readonly privateKey: KeyObject;
}

const day = 86_400_000;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size: number[] = [];
  for (let rest = content.length; rest > 0; rest >>= 8) size.unshift(rest & 255);
  const length = content.length < 128 ? [content.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));

function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name, 'utf8')))));
}

/** GeneralizedTime: also years that the shorter form has no room for. */
function time(at: Date): Buffer {
  return der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

function alternativeNames(names: readonly string[]): Buffer {
  return sequence(
    ...names.map((name) => (isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)))),
  );
}

let serial = 1;

/** A certificate with a fresh key; valid from yesterday for a month unless dates are given. */
export function certificate(wanted: Wanted): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const extensions = [
    ...(wanted.ca === true ? [extension('551d13', sequence(der(0x01, Buffer.from([0xff]))), true)] : []),
    ...(wanted.names === undefined ? [] : [extension('551d11', alternativeNames(wanted.names))]),
  ];
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, serial++ & 0x7f, serial & 0x7f])),
    ecdsaWithSha256,
    distinguishedName(wanted.issuer?.name ?? wanted.name),
    sequence(time(wanted.from ?? new Date(now - day)), time(wanted.to ?? new Date(now + 30 * day))),
    distinguishedName(wanted.name),
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign('sha256', signed, wanted.issuer?.privateKey ?? privateKey);
  const whole = sequence(signed, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const cert = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { name: wanted.name, privateKey, cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

export interface TestChain {
  readonly root: Authority;
  readonly intermediate: Authority;
  /** Leaf for the names, signed by the intermediate, which is sent along. */
  readonly good: Identity;
  readonly expired: Identity;
  readonly notYetValid: Identity;
  readonly otherName: Identity;
  /** The server forgot the intermediate. */
  readonly leafOnly: Identity;
  readonly selfSigned: Identity;
  /** A complete chain up to a root that nobody knows. */
  readonly unknownRoot: Identity;
}

/** Everything that goes wrong with certificates, for these names. */
export function testChain(names: readonly string[]): TestChain {
  const root = certificate({ name: 'Test Root', ca: true });
  const intermediate = certificate({ name: 'Test Intermediate', ca: true, issuer: root });
  const now = Date.now();
  const leaf = (more: Partial<Wanted> = {}): Authority => certificate({ name: names[0] ?? 'test', names, issuer: intermediate, ...more });
  const chained = (one: Authority): Identity => ({ key: one.key, cert: one.cert + intermediate.cert });
  const strangeRoot = certificate({ name: 'Strange Root', ca: true });
  const strangeIntermediate = certificate({ name: 'Strange Intermediate', ca: true, issuer: strangeRoot });
  const strange = leaf({ issuer: strangeIntermediate });
  return {
    root,
    intermediate,
    good: chained(leaf()),
    expired: chained(leaf({ from: new Date(now - 60 * day), to: new Date(now - day) })),
    notYetValid: chained(leaf({ from: new Date(now + day), to: new Date(now + 60 * day) })),
    otherName: chained(leaf({ names: ['other.test'] })),
    leafOnly: leaf(),
    selfSigned: certificate({ name: names[0] ?? 'test', names }),
    unknownRoot: { key: strange.key, cert: strange.cert + strangeIntermediate.cert },
  };
}
