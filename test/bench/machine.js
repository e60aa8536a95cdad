// What the figures were measured on, in one line.
import { cpus, release, totalmem, type } from 'node:os';

export function machine() {
  const processors = cpus();
  const model = processors[0]?.model.trim().replace(/\s+/g, ' ') || 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `Node ${process.versions.node}, ${processors.length} × ${model}, ${memory}, ${type()} ${release().replace(/-.*/, '')}`;
}
