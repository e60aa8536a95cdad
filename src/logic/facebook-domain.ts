/** A domain of a Facebook app stands for itself and its subdomains; people also write it as an address. */
export function appDomainCovers(domain: string, host: string): boolean {
  const name = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '')
    .replace(/^\.|\.$/g, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}
