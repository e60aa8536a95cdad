/** Every shell's script. The build makes them from the commands and the catalogue of the same moment, so none can be stale. */
import { causes, problems } from '../../knowledge/index.js';
import { builtinChecks } from '../../run/builtin.js';
import { program } from '../commands/index.js';
import type { shells } from '../words.js';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { idsOf } from './ids.js';
import { shapeOf } from './tree.js';
import { zshScript } from './zsh.js';

export function completionScripts(): Readonly<Record<(typeof shells)[number], string>> {
  const shape = shapeOf(program());
  const ids = idsOf(builtinChecks, problems, causes);
  return { bash: bashScript(shape, ids), zsh: zshScript(shape, ids), fish: fishScript(shape, ids) };
}
