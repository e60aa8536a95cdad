/** Reads what `getfacl --numeric --absolute-names` prints: one block per file, begun by `# file: path`. */
import type { AclEntry } from '../logic/access-rights.js';

const maxEntries = 512;

/** Access control lists by path; files that have none beyond their mode are left out. Default lists of folders do not count. */
export function parseGetfacl(text: string): ReadonlyMap<string, readonly AclEntry[]> {
  const lists = new Map<string, readonly AclEntry[]>();
  let path: string | null = null;
  let entries: AclEntry[] = [];
  const close = (): void => {
    // Without a mask the list says nothing that the mode does not say.
    if (path !== null && entries.some((entry) => entry.tag === 'mask')) lists.set(path, entries);
    entries = [];
  };
  for (const line of text.split('\n')) {
    const file = /^# file: (.*)$/.exec(line);
    if (file?.[1] !== undefined) {
      close();
      path = unescapeOctal(file[1]);
      continue;
    }
    const entry = parseEntry(line);
    if (entry && entries.length < maxEntries) entries.push(entry);
  }
  close();
  return lists;
}

function parseEntry(line: string): AclEntry | null {
  // "user:33:rwx	#effective:r-x": the remark repeats what the mask makes of it.
  const found = /^(user|group|mask|other):(\d{0,10}):([r-])([w-])([x-])/.exec(line);
  if (!found) return null;
  const [, tag, id, r, w, x] = found;
  const bits = (r === 'r' ? 4 : 0) | (w === 'w' ? 2 : 0) | (x === 'x' ? 1 : 0);
  return { tag: tag as AclEntry['tag'], id: id === undefined || id === '' ? null : Number(id), bits };
}

/** getfacl writes unusual characters of names as \ooo. */
function unescapeOctal(name: string): string {
  return name.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}
