/** A DMARC record: https://www.rfc-editor.org/rfc/rfc7489#section-6.3 */

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

export interface DmarcRecord {
  /** For the domain itself; null: not given, or senseless. */
  readonly policy: DmarcPolicy | null;
  /** For domains below it; null: the same. */
  readonly below: DmarcPolicy | null;
}

const longest = 4096;

/** The one record among the TXT records of _dmarc.<domain>; null: none, or several, which count as none. */
export function parseDmarc(texts: readonly string[]): DmarcRecord | null {
  const records = texts.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text));
  const [only] = records;
  if (only === undefined || records.length > 1) return null;
  const tags = new Map<string, string>();
  for (const part of only.slice(0, longest).split(';')) {
    const cut = part.indexOf('=');
    const name = part.slice(0, cut).trim().toLowerCase();
    if (cut > 0 && !tags.has(name))
      tags.set(
        name,
        part
          .slice(cut + 1)
          .trim()
          .toLowerCase(),
      );
  }
  return { policy: policyOf(tags.get('p')), below: policyOf(tags.get('sp')) };
}

function policyOf(value: string | undefined): DmarcPolicy | null {
  return value === 'none' || value === 'quarantine' || value === 'reject' ? value : null;
}
