/** Who runs a host, as far as its name tells: sources of one operator share their faults. */

/** The registrable part of a name by rule of thumb ("time.google.com" → "google.com", "ntp.example.co.uk" → "example.co.uk"); an address is its own. */
export function operatorOf(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.includes(':') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name)) return name;
  const labels = name.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const shared = top.length === 2 && /^(?:ac|co|com|edu|gov|net|or|org)$/.test(second);
  return labels.slice(shared ? -3 : -2).join('.');
}
