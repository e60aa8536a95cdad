// Files that README.md shows whole, as a reader would copy them: a remark before the code names each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../..', import.meta.url));

export function readmeFile(name) {
  const text = readFileSync(join(top, 'README.md'), 'utf8');
  const [, code] = new RegExp(`<!-- file: ${name.replaceAll('.', '\\.')} -->\\n+\`\`\`\\w+\\n([^]*?)\`\`\``).exec(text) ?? [];
  if (code === undefined) throw new Error(`README.md shows no file ${name}`);
  return code;
}
