/** Where distributions and panels keep the command-line PHP that belongs to the PHP that serves a site. */
import type { PhpPool } from '../model.js';

/** Configuration of the web's PHP → its command line, `$1` as in the pattern. */
const siblings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/etc\/php\/(\d+\.\d+)\//, ['/usr/bin/php$1']],
  [/^\/opt\/cpanel\/(ea-php\d+)\//, ['/opt/cpanel/$1/root/usr/bin/php']],
  [/^\/etc\/opt\/remi\/(php\d+)\//, ['/opt/remi/$1/root/usr/bin/php', '/usr/bin/$1']],
  [/^\/opt\/plesk\/php\/(\d+\.\d+)\//, ['/opt/plesk/php/$1/bin/php']],
  [/^\/opt\/alt\/(php\d+)\//, ['/opt/alt/$1/usr/bin/php']],
  [/^\/usr\/local\/(php\d+)\//, ['/usr/local/$1/bin/php']],
  [/^\/usr\/local\/etc\//, ['/usr/local/bin/php']],
  [/^\/etc\/php-fpm\.|^\/etc\/php\.ini/, ['/usr/bin/php']],
];

function known(...paths: readonly (string | null)[]): readonly string[] {
  return paths.filter((path) => path !== null);
}

type Told = Pick<PhpPool, 'file' | 'iniFile' | 'version'>;

/** Places to look, the most likely first; empty: nothing tells. */
export function cliPlaces({ file, iniFile, version }: Told): readonly string[] {
  const found = known(iniFile, file).flatMap((path) =>
    siblings.flatMap(([pattern, places]) => {
      const match = pattern.exec(path);
      return match === null ? [] : places.map((place) => match[0].replace(pattern, place));
    }),
  );
  // A pool of one's own is read by a packaged FPM all the same.
  const byVersion =
    version === null ? [] : [`/usr/bin/php${version}`, `/usr/bin/php${version.replace('.', '')}`, '/usr/bin/php', '/usr/local/bin/php'];
  return [...new Set([...found, ...byVersion])];
}

/** "8.2" of the pool, or of the folder that its php.ini lies in. */
export function poolVersion({ file, iniFile, version }: Told): string | null {
  if (version !== null) return version;
  for (const path of known(iniFile, file)) {
    const dotted = /\/php\/(\d+\.\d+)\//.exec(path)?.[1];
    if (dotted !== undefined) return dotted;
    const joined = /\/(?:ea-|alt-)?php(\d)(\d{1,2})\//.exec(path);
    if (joined) return `${joined[1]}.${joined[2]}`;
  }
  return null;
}
