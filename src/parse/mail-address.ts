/** One e-mail address as a settings field holds it: plain, or behind a name in angle brackets. */

const longest = 320;
const shape = /^[^\s@<>()[\],;:\\"]{1,64}@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63})\.?$/i;

/** Address and domain in lower case; null: none stands there. A domain with other letters has to be written as WHMCS would send it. */
export function parseMailAddress(text: string): { readonly address: string; readonly domain: string } | null {
  const trimmed = text.trim();
  if (trimmed.length > longest) return null;
  const bare = /<([^<>]*)>\s*$/.exec(trimmed)?.[1]?.trim() ?? trimmed;
  const domain = shape.exec(bare)?.[1];
  return domain === undefined ? null : { address: bare, domain: domain.toLowerCase() };
}
