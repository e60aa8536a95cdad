/** What stands in the archive beside the facts: the list of its files, of what was replaced, and of what could not be looked at. */
import { createHash } from 'node:crypto';
import type { GapCode } from '../model.js';
import type { Redaction } from '../redact/document.js';
import { manifestSchema, type Bundle } from './bundle-document.js';

export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What is known of the making of a bundle beside what is in it. */
export interface Making {
  readonly redactions: readonly Redaction[];
  /** Secrets that were met while looking, by kind: the list above says which of them stood in a fact. */
  readonly secretsMet: readonly { readonly kind: string; readonly count: number }[];
  /** Checks that judge the bundle otherwise than the install; none, or it is a bug. */
  readonly judgedOtherwise: readonly string[];
}

export interface Manifest extends Making {
  readonly schema: typeof manifestSchema;
  readonly tool: Bundle['tool'];
  readonly recordedAt: string;
  readonly target: Bundle['target'];
  /** All files but this one. */
  readonly files: readonly ListedFile[];
  readonly facts: { readonly seen: number; readonly looks: number };
  readonly notGathered: readonly { readonly fact: string; readonly gap: GapCode; readonly why: string }[];
}

export function manifestOf(bundle: Bundle, files: ReadonlyMap<string, Uint8Array>, making: Making): Manifest {
  const facts = Object.entries(bundle.facts);
  return {
    schema: manifestSchema,
    tool: bundle.tool,
    recordedAt: bundle.recordedAt,
    target: bundle.target,
    files: [...files].map(([name, content]) => ({ name, bytes: content.byteLength, sha256: sha256(content) })),
    facts: { seen: facts.filter(([, fact]) => fact.ok).length, looks: facts.length },
    notGathered: facts.flatMap(([fact, found]) => (found.ok ? [] : [{ fact, gap: found.gap, why: found.why }])),
    ...making,
  };
}

/** What is wrong with the files by the manifest's list; null: nothing. `listed` is anything that was read from a file. */
export function mismatch(listed: unknown, files: ReadonlyMap<string, Uint8Array>): string | null {
  if (!Array.isArray(listed)) return 'its manifest lists no files';
  const open = new Set(files.keys());
  for (const entry of listed as readonly unknown[]) {
    const { name, sha256: sum } = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
    const content = typeof name === 'string' ? files.get(name) : undefined;
    if (typeof name !== 'string' || content === undefined)
      return `its manifest lists ${JSON.stringify(name ?? null).slice(0, 80)}, which it does not hold`;
    if (sum !== sha256(content)) return `${name} in it is not the one that its manifest lists (sha256): it is damaged or was changed`;
    open.delete(name);
  }
  const [unlisted] = open;
  return unlisted === undefined ? null : `its manifest does not list ${unlisted}`;
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
