/**
 * The bundle: the redacted facts of one install, judged anywhere by `check FILE`. An archive with the facts as one JSON document, the lines
 * of its logs and a list of what was replaced; or that document alone (the older form, and the one for version control).
 */
import { gzipSync } from 'node:zlib';
import { filesIn, isArchive, largestUnpacked, packArchive, unpacked, UnusableArchive } from './archive.js';
import { asBundle, foreign, isObject, manifestSchema, UnusableBundle, type Bundle } from './bundle-document.js';
import { safeJson } from '../logic/safe-json.js';
import { logFiles, logTexts, readme } from './bundle-text.js';
import { manifestOf, mismatch, type Making, type Manifest } from './manifest.js';

/** Larger files are refused before they are read. */
export const largestBundleBytes = largestUnpacked;

type Parse = (text: string) => { readonly value: unknown } | null;

/** The document alone. A name that ends in .gz asks for a packed one. */
export function packDocument(bundle: Bundle, compressed: boolean): Uint8Array {
  const text = documentText(bundle);
  return compressed ? gzipSync(text) : Buffer.from(text, 'utf8');
}

function documentText(bundle: Bundle): string {
  return `${safeJson(JSON.stringify(bundle, null, 1))}\n`;
}

const mebibyte = 1024 * 1024;

/** The files that an archive may hold, and how large each may be. */
const layout: ReadonlyMap<string, number> = new Map([
  ['README.txt', mebibyte],
  ['manifest.json', 8 * mebibyte],
  ['facts.json', 40 * mebibyte],
  ...[...logFiles.values()].map((name) => [name, 4 * mebibyte] as const),
]);

export interface Packed {
  readonly manifest: Manifest;
  /** Name → bytes of every file, the manifest's included. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly bytes: Uint8Array;
}

/** The whole archive. */
export function packBundle(bundle: Bundle, making: Partial<Making> = {}): Packed {
  const logs = [...logTexts(bundle.facts)].map(([name, { text }]) => [name, text] as const);
  const texts = new Map([['README.txt', readme(bundle)], ['facts.json', documentText(bundle)], ...logs]);
  const files = new Map([...texts].map(([name, text]) => [name, Buffer.from(text, 'utf8')] as const));
  const manifest = manifestOf(bundle, files, { redactions: [], secretsMet: [], judgedOtherwise: [], ...making });
  const [first, ...rest] = files;
  const list = ['manifest.json', Buffer.from(`${safeJson(JSON.stringify(manifest, null, 1))}\n`, 'utf8')] as const;
  const all = new Map([...(first ? [first] : []), list, ...rest]);
  const sizes = new Map([...all].map(([name, content]) => [name, content.byteLength] as const));
  return { manifest, sizes, bytes: packArchive(all, new Date(bundle.recordedAt)) };
}

/** Reads and validates a bundle of either form. Throws UnusableBundle with one line that says what is wrong. */
export function unpackBundle(bytes: Uint8Array, parse: Parse): Bundle {
  if (bytes.byteLength > largestBundleBytes) throw new UnusableBundle('it is larger than 64 MiB');
  try {
    const plain = unpacked(bytes);
    return isArchive(plain) ? fromArchive(filesIn(plain, layout), parse) : asBundle(jsonIn('it', plain, parse));
  } catch (error) {
    throw error instanceof UnusableArchive ? new UnusableBundle(error.message) : error;
  }
}

function fromArchive(files: ReadonlyMap<string, Uint8Array>, parse: Parse): Bundle {
  const list = files.get('manifest.json');
  const facts = files.get('facts.json');
  if (list === undefined || facts === undefined) throw new UnusableBundle('manifest.json or facts.json is missing in it');
  const manifest = jsonIn('manifest.json in it', list, parse);
  if (manifest['schema'] !== manifestSchema) throw foreign(manifest, manifestSchema);
  const wrong = mismatch(manifest['files'], new Map([...files].filter(([name]) => name !== 'manifest.json')));
  if (wrong !== null) throw new UnusableBundle(wrong);
  return asBundle(jsonIn('facts.json in it', facts, parse));
}

function jsonIn(name: string, bytes: Uint8Array, parse: Parse): Readonly<Record<string, unknown>> {
  if (bytes.byteLength === 0) throw new UnusableBundle(`${name} is empty`);
  if (bytes.every((byte) => byte === 0)) throw new UnusableBundle(`${name} holds nothing but zeros`);
  if (isSixteenBits(bytes)) throw new UnusableBundle(`${name} is UTF-16 and not UTF-8: a program that copied it wrote it anew`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnusableBundle(`${name} is not UTF-8`);
  }
  const parsed = parse(text);
  if (!parsed) throw new UnusableBundle(`${name} ${whyUnparsed(text)}`);
  if (!isObject(parsed.value)) throw new UnusableBundle(`${name} is not a JSON object`);
  return parsed.value;
}

/** By its mark, or by the NUL beside the brace that the document begins with. */
function isSixteenBits([first, second]: Uint8Array): boolean {
  const brace = 0x7b;
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === brace && second === 0) ||
    (first === 0 && second === brace)
  );
}

function whyUnparsed(text: string): string {
  const words = text.trim();
  if (words === '') return 'is empty';
  try {
    JSON.parse(words);
    return 'is JSON that is nested too deep';
  } catch {
    return words.startsWith('{') && !words.endsWith('}') ? 'is JSON without its end: it was cut off on the way' : 'is not JSON';
  }
}
