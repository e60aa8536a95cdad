/** vendor/composer/installed.json: which libraries WHMCS brought along. */
import { isRecord, parseJson } from './json.js';

/** Version of the library as Composer wrote it; null: it is not there, or the text is no such list. https://getcomposer.org/doc/04-schema.md */
export function installedVersion(json: string, library: string): string | null {
  const value = parseJson(json)?.value;
  // Composer 1 wrote the list itself.
  const packages: unknown = isRecord(value) ? value['packages'] : value;
  if (!Array.isArray(packages)) return null;
  const found = (packages as readonly unknown[]).find((one) => isRecord(one) && one['name'] === library);
  const version = isRecord(found) ? found['version'] : null;
  return typeof version === 'string' && /^v?[\w.+-]{1,40}$/.test(version) ? version.replace(/^v(?=\d)/, '') : null;
}
