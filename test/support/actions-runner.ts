/** Reads a log as the runner of GitHub Actions does: src/Runner.Common/ActionCommand.cs of actions/runner. */

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const known = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

/** Every line that the runner obeys, in its two syntaxes. */
export function runnerCommands(log: string): readonly RunnerCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => second(line) ?? first(line) ?? []);
}

function second(line: string): RunnerCommand | null {
  const [, head = '', data = ''] = /^\s*::(.*?)::(.*)$/s.exec(line) ?? [];
  const [, name = '', list = ''] = /^(\S+)\s*(.*)$/s.exec(head) ?? [];
  if (!known.has(name)) return null;
  return { name, properties: properties(list, ','), data: unescaped(data) };
}

/** `##[name a=b;]data`, anywhere in a line. */
function first(line: string): RunnerCommand | null {
  const [, name = '', list = '', data = ''] = /##\[(\S+?)(?:\s(.*?))?\](.*)$/s.exec(line) ?? [];
  return known.has(name) ? { name, properties: properties(list, ';'), data } : null;
}

function properties(list: string, separator: string): Readonly<Record<string, string>> {
  const pairs = list.split(separator).flatMap((pair) => (pair.includes('=') ? [pair.split(/=(.*)/s)] : []));
  return Object.fromEntries(pairs.map(([key = '', value = '']) => [key.trim(), unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%25/g, '%');
}
