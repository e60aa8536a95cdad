/** What Redis (INFO) and Memcached (stats) say of themselves. */

/** `name:value` lines of INFO, whatever section they stand in. https://redis.io/docs/latest/commands/info/ */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\r\n').slice(0, 1000)) {
    const at = line.indexOf(':');
    if (at > 0 && !line.startsWith('#')) values.set(line.slice(0, at), line.slice(at + 1));
  }
  return values;
}

/** `STAT name value` lines. https://github.com/memcached/memcached/blob/master/doc/protocol.txt */
export function parseStats(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/).slice(0, 1000)) {
    const found = /^STAT (\S{1,100}) (.{0,200})$/.exec(line);
    if (found?.[1] !== undefined) values.set(found[1], found[2] ?? '');
  }
  return values;
}

/** A number that was printed; null: not printed, or no number. */
export function numberIn(values: ReadonlyMap<string, string>, name: string): number | null {
  const text = values.get(name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
