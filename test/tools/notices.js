// The licences of the packages that are built into dist/, which their licences ask to go with every copy.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const licenceFile = /^(?:licen[cs]e|copying|notice)\b/i;

/** `packages`: as packagesIn gives them. */
export function notices(top, packages) {
  const parts = packages.map(({ folder, name, version, license }) => {
    const files = readdirSync(join(top, folder)).filter((file) => licenceFile.test(file));
    const texts = files.sort().map((file) => readFileSync(join(top, folder, file), 'utf8').trim());
    return `${name} ${version} (${license})\n\n${texts.join('\n\n') || 'Its package holds no text of the licence.'}\n`;
  });
  return `whmcs-doctor is built with these packages.\n\n${[...new Set(parts)].join(`\n${'-'.repeat(80)}\n\n`)}`;
}
