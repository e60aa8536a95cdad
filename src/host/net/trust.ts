/**
 * Which certificates are believed: Node's own copy of Mozilla's roots, the machine's store, NODE_EXTRA_CA_CERTS and --cacert together.
 *
 * Why the machine's store too: an authority that the operator installed (a company's own, an inspecting proxy's) is believed by the server's PHP
 * and curl, so a site or license server behind it works; and Node's copy ages with Node. Why --cacert adds instead of
 * replacing, as curl does: one run looks at the site and at public servers.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { LookFailed } from '../../logic/failure.js';
import { readSmallFile } from '../small-file.js';

export interface Trust {
  /** One context for all connections: building it reads some 150 certificates (about 60 ms). */
  context(): Promise<SecureContext>;
}

/** Bundles of Debian and Alpine, Red Hat, SUSE, and others: the first that is there is the machine's. */
export const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const;

export const largestBundle = 4 * 1024 * 1024;
const certificate = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]{1,65536}-----END (?:TRUSTED )?CERTIFICATE-----/g;

function bundle(path: string, what: string): readonly string[] {
  return authoritiesIn(readSmallFile(path, what, largestBundle).toString('latin1'));
}

function optional(path: string | undefined): readonly string[] {
  try {
    return path === undefined || path === '' ? [] : bundle(path, 'the CA file');
  } catch {
    return [];
  }
}

interface Bundle {
  readonly text: string;
  readonly sha1: string;
}

/** As it was read last. */
let bundleBefore: { readonly state: string; readonly bundle: Bundle } | null = null;

/** This machine's bundle; null: there is none. */
export function systemBundle(paths: readonly string[] = systemBundles): Bundle | null {
  for (const path of paths) {
    try {
      const { ino, size, mtimeMs, ctimeMs } = statSync(path);
      const state = JSON.stringify([path, ino, size, mtimeMs, ctimeMs]);
      if (bundleBefore?.state === state) return bundleBefore.bundle;
      const bytes = readSmallFile(path, 'the CA file', largestBundle);
      const text = bytes.toString('latin1');
      if (authoritiesIn(text).length === 0) continue;
      bundleBefore = { state, bundle: { text, sha1: createHash('sha1').update(bytes).digest('hex') } };
      return bundleBefore.bundle;
    } catch {
      // the next one then
    }
  }
  return null;
}

function system(): readonly string[] {
  return authoritiesIn(systemBundle()?.text ?? '');
}

/** Bundles that were read lately: every target reads the machine's. */
const lately = new Map<string, readonly string[]>();
const mostLately = 4;

/** The authorities in the text of a bundle. */
export function authoritiesIn(text: string): readonly string[] {
  const known = lately.get(text);
  if (known !== undefined) return known;
  const found = text.match(certificate) ?? [];
  for (const [oldest] of lately) if (lately.size >= mostLately) lately.delete(oldest);
  lately.set(text, found);
  return found;
}

const digests = new WeakMap<readonly string[], string>();

function digestOf(authorities: readonly string[]): string {
  const digest = digests.get(authorities) ?? createHash('sha256').update(authorities.join('\n')).digest('hex');
  digests.set(authorities, digest);
  return digest;
}

/** By the certificates in it, for as long as somebody uses it: two hundred targets that believe the same need one, not some MB each. */
const shared = new Map<string, WeakRef<SecureContext>>();

function build(
  cacert: string | null,
  environment: Readonly<Record<string, string | undefined>>,
  machines: readonly string[],
): SecureContext {
  const given = cacert === null ? [] : bundle(cacert, 'the file given with --cacert,');
  if (cacert !== null && given.length === 0) {
    throw new LookFailed('malformed', `the file given with --cacert, ${cacert}, holds no certificate in PEM form`);
  }
  const lists = [machines, optional(environment['NODE_EXTRA_CA_CERTS']), given];
  const added = lists.flat();
  const key = lists.map(digestOf).join(' ');
  const before = shared.get(key)?.deref();
  if (before !== undefined) return before;
  const all = new Map<string, string>();
  for (const one of [...rootCertificates, ...added]) all.set(one.replace(/\s+/g, ''), one);
  try {
    const context = createSecureContext({ ca: [...all.values()] });
    shared.set(key, new WeakRef(context));
    return context;
  } catch {
    throw new LookFailed('malformed', cacert === null ? "the machine's CA bundle is damaged" : `${cacert} holds a damaged certificate`);
  }
}

/** `machines`: what the machine that connects believes in; default: this one's. */
export function createTrust(
  cacert: string | null,
  environment: Readonly<Record<string, string | undefined>>,
  machines: () => Promise<readonly string[]> | readonly string[] = system,
): Trust {
  let built: Promise<SecureContext> | undefined;
  return { context: () => (built ??= Promise.resolve(machines()).then((found) => build(cacert, environment, found))) };
}
