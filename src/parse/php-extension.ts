/** What a plain PHP file that runs with every request sends by itself, and what of sessions it names. It is read, never run. */
import { scanPhp } from './php-scan.js';

export interface PhpExtension {
  readonly outputBefore: 'bom' | 'text' | null;
  readonly outputAfter: boolean;
  readonly mentions: readonly string[];
}

const byteOrderMark = '\xEF\xBB\xBF';
const most = 12;

/** Loaders of encoded files: what follows their closing tag is code that PHP does not print. */
const encoded = /ioncube|sg_load\s*\(|sourceguardian|Zend;|__halt_compiler|HR\+cP/i;

const named =
  /\b(session_(?:regenerate_id|destroy|start|write_close|name|id|set_cookie_params|set_save_handler|save_path|unset|abort|reset)|setcookie|setrawcookie|header_remove)\s*\(|\b(ClientAreaPageLogin|UserLogin|UserLogout|ClientLogin|ClientLogout|AdminLogin|AdminLogout|Set-Cookie|session\.[a-z_]{2,40})\b/g;

/** null: an encoded file, of which nothing can be said. `bytes` is the file, or its beginning; `whole` says which. */
export function parsePhpExtension(bytes: Uint8Array, whole: boolean): PhpExtension | null {
  const source = Buffer.from(bytes).toString('latin1');
  if (encoded.test(source.slice(0, 4096)) || source.includes('\0')) return null;
  const scan = scanPhp(source);
  const mentions = new Set<string>();
  for (const match of source.matchAll(named)) {
    mentions.add(match[1] ?? match[2] ?? '');
    if (mentions.size >= most) break;
  }
  return {
    outputBefore: scan.before === byteOrderMark ? 'bom' : scan.before === '' ? null : 'text',
    // In a file that PHP cannot parse nothing is sent: it ends the request.
    outputAfter: whole && scan.broken === null && scan.after !== '',
    mentions: [...mentions],
  };
}
