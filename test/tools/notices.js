// The licences of the packages that are built into dist/, which their licences ask to go with every copy.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const licenceFile = /^(?:licen[cs]e|copying|notice)\b/i;

/** `inputs`: the files that went into the build, as esbuild's metafile names them from `top`. */
export function notices(top, inputs) {
  const folders = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  const parts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(top, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(top, folder)).filter((file) => licenceFile.test(file));
    if (files.length === 0 && license === undefined) throw new Error(`${folder} has no licence: it cannot be built in`);
    const texts = files.sort().map((file) => readFileSync(join(top, folder, file), 'utf8').trim());
    return `${name} ${version} (${license ?? 'see below'})\n\n${texts.join('\n\n') || 'Its package holds no text of the licence.'}\n`;
  });
  const unique = [...new Set(parts)].sort((a, b) => (a < b ? -1 : 1));
  return `whmcs-doctor is built with these packages.\n\n${unique.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
