/** The hosts file: address, then names; https://man7.org/linux/man-pages/man5/hosts.5.html */

/** The first line that gives the name an address, without its comment; null: none does. */
export function hostsFileLine(text: string, name: string): string | null {
  const wanted = name.toLowerCase().replace(/\.$/, '');
  for (const line of text.split(/\r?\n/)) {
    const entry = (line.split('#', 1)[0] ?? '').trim();
    const [address, ...names] = entry.split(/\s+/);
    if (!address || !/^[0-9a-fA-F.:%]/.test(address)) continue;
    if (names.some((one) => one.toLowerCase().replace(/\.$/, '') === wanted)) return entry.slice(0, 250);
  }
  return null;
}
