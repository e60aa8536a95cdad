/** Reads `quota -v -w -p`: one line per file system, named by its device, sizes in blocks of 1 KiB. */

export interface QuotaLeft {
  readonly device: string;
  /** null: no limit. */
  readonly bytesLeft: number | null;
  readonly filesLeft: number | null;
}

export function parseQuota(text: string): readonly QuotaLeft[] {
  const left: QuotaLeft[] = [];
  for (const line of text.split('\n').slice(0, 200)) {
    // device, blocks, quota, limit, grace, files, quota, limit, grace; "*" marks what is over its quota
    const found =
      /^\s*(\S{1,300})\s+(\d{1,15})\*?\s+(\d{1,15})\s+(\d{1,15})\s+\S+\s+(\d{1,15})\*?\s+(\d{1,15})\s+(\d{1,15})(?:\s+\S+)?\s*$/.exec(line);
    if (!found) continue;
    const [, device = '', blocks, , blockLimit, files, , fileLimit] = found;
    left.push({ device, bytesLeft: rest(blocks, blockLimit, 1024), filesLeft: rest(files, fileLimit, 1) });
  }
  return left;
}

/** The hard limit decides, for only that one refuses a write at once; 0 is no limit. */
function rest(used: string | undefined, limit: string | undefined, unit: number): number | null {
  const most = Number(limit ?? 0);
  return most === 0 ? null : Math.max(0, most - Number(used ?? 0)) * unit;
}
