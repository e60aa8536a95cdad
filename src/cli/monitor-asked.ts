/** Whether the answer is for a monitor, read from the command line before it is known to be right. */
import type { Command, Option } from 'commander';

/** Every format that is asked for, of commands that have the format nagios, or of none: a name may be mistyped. */
export interface Asked {
  readonly command: string | null;
  readonly formats: readonly string[];
  readonly config: string | null;
  readonly operands: readonly string[];
}

export function askedBy(root: Command, argv: readonly string[]): Asked {
  const args = argv.slice(2);
  const formats: string[] = [];
  const operands: string[] = [];
  let command: Command | undefined;
  let config: string | null = null;
  const optionOf = (name: string): Option | undefined =>
    (command ?? root.commands.find((each) => each.name() === 'check'))?.options.find(({ long, short }) => name === long || name === short);
  const take = (name: string, value: string | undefined): void => {
    if (name === '-f' || name === '--format') formats.push(value ?? '');
    if (name === '--config') config = value ?? null;
  };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') break;
    const letters = /^-([^-].*)$/s.exec(arg)?.[1];
    const equals = /^(--[^=]+)=(.*)$/s.exec(arg);
    if (equals) take(equals[1] ?? '', equals[2]);
    else if (letters !== undefined) {
      // -qf nagios, -fnagios: letters without a value may stand together
      const index = [...letters].findIndex((letter) => optionOf(`-${letter}`)?.required === true);
      if (index >= 0) take(`-${letters[index] ?? ''}`, letters.slice(index + 1) || args[(at += 1)]);
    } else if (arg.startsWith('--')) {
      if (optionOf(arg)?.required === true) take(arg, args[(at += 1)]);
    } else if (command === undefined && operands.length === 0) {
      command = root.commands.find((each) => each.name() === arg);
      if (command === undefined) operands.push(arg);
    } else operands.push(arg);
  }
  return { command: command?.name() ?? null, formats, config, operands };
}

const withFormats: readonly (string | null)[] = ['check', 'render', 'demo', null];

export function asksForMonitor({ command, formats }: Asked): boolean {
  return withFormats.includes(command) && formats.includes('nagios');
}

/** Where the command line names no format: whether the configuration file does, be it right or wrong otherwise. */
export async function configuredForMonitor({ command, formats, config, operands }: Asked): Promise<boolean> {
  if (command !== 'check' || formats.length > 0) return false;
  const [{ findConfig }, { formatsIn }] = await Promise.all([import('../policy/find-config.js'), import('../policy/config.js')]);
  const path = findConfig(config, process.cwd(), operands[0] ?? '.');
  return path !== null && (await formatsIn(path, process.getuid?.() ?? 0)).includes('nagios');
}
