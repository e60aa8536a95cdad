// Which packages esbuild put into dist/, and what may go in: nobody who installs the program shall have to ask a lawyer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that ask for no more than that their text goes along. */
export const permissive = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0']);

/**
 * `inputs`: the files that went into the build, as esbuild's metafile names them from `top`. Returns folder, name, version and licence of each
 * package, by name; one whose licence is not permissive, or not named, ends the build.
 */
export function packagesIn(top, inputs) {
  const folders = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  const found = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(top, folder, 'package.json'), 'utf8'));
    if (!permissive.has(license)) throw new Error(`${folder} has the licence ${license ?? '(none)'}: it cannot be built in`);
    return { folder, name, version, license };
  });
  return found.sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}
