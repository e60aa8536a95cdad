/** README.md's recipes: its blocks, and every command that stands in them. Pure; whatever it does not know is an error, never left out. */
import { parse } from 'yaml';

export interface Recipe {
  readonly name: string;
  /** Where the block belongs: a file, or `terminal…` for what a person types. */
  readonly file: string;
  readonly language: string;
  readonly text: string;
}

export interface Command {
  readonly recipe: string;
  readonly file: string;
  /** As it stands there; the words of a list of arguments are quoted for a shell. */
  readonly text: string;
}

/** Every block of the section; one without a marker before it is an error. */
export function recipesIn(readme: string): readonly Recipe[] {
  const section = /\n## Recipes\n([^]*?)(?=\n## )/.exec(readme)?.[1];
  if (section === undefined) throw new Error('README.md has no section "## Recipes"');
  const recipes = [...section.matchAll(/<!-- recipe: (\S+) (\S+) -->\n```(\S+)\n([^]*?\n)```\n/g)].map(
    ([, name = '', file = '', language = '', text = '']): Recipe => ({ name, file, language, text }),
  );
  const fences = section.match(/^```/gm)?.length ?? 0;
  const markers = section.match(/<!-- recipe:/g)?.length ?? 0;
  if (fences !== recipes.length * 2 || markers !== recipes.length)
    throw new Error(
      `${fences / 2} blocks and ${markers} markers make ${recipes.length} recipes: put <!-- recipe: NAME FILE --> before each`,
    );
  return recipes;
}

export function recipe(recipes: readonly Recipe[], file: string): Recipe {
  const found = recipes.filter((each) => each.file === file);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} recipes are for ${file}`);
  return only;
}

/** All of them, in the order of the page. */
export function commandsIn(recipes: readonly Recipe[]): readonly Command[] {
  return recipes.flatMap(({ name, file, language, text }) =>
    commandLines(language, text).map((line): Command => ({ recipe: name, file, text: line })),
  );
}

function commandLines(language: string, text: string): readonly string[] {
  switch (language) {
    case 'sh':
      return shellLines(text);
    case 'yaml':
      return yamlCommands(parse(text));
    case 'ini':
      return /^\[Unit\]$/m.test(text) ? unitCommands(text) : [];
    case 'crontab':
      return crontab(text).jobs.map(({ command }) => command);
    case 'nagios':
      return nagiosObjects(text).flatMap(({ values }) => values.get('command_line') ?? []);
    case 'icinga2':
      return icingaCommands(text).map(({ command }) => quoted(command));
    case 'text':
      return [];
    default:
      throw new Error(`a block of ${language}: say in test/support/recipes.ts which commands it holds`);
  }
}

function shellLines(text: string): readonly string[] {
  return text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** Keys under which pipelines and playbooks hold what a shell or a program gets; rules of alerts have none. */
function yamlCommands(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(yamlCommands);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]: [string, unknown]): readonly string[] => {
    switch (key) {
      case 'run':
      case 'script':
      case 'before_script':
      case 'after_script':
        return texts(inside);
      case 'ansible.builtin.command':
        return [argvOf(inside)];
      default:
        if (/^(?:ansible\.builtin\.)?(?:command|shell|raw|script|expect)$/.test(key))
          throw new Error(`write ${key} as ansible.builtin.command`);
        return yamlCommands(inside);
    }
  });
}

function texts(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((each) => {
    if (typeof each !== 'string') throw new Error(`${JSON.stringify(each)} is no command`);
    return each;
  });
}

function argvOf(task: unknown): string {
  if (typeof task !== 'object' || task === null || !('argv' in task)) throw new Error('ansible.builtin.command without argv');
  return quoted(texts(task.argv));
}

export interface Unit {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/** systemd's files: `;` and `#` begin remarks, a `\` at the end continues. */
export function unitLines(text: string): readonly Unit[] {
  let section = '';
  return text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line): readonly Unit[] => {
      if (line.trim() === '' || /^[#;]/.test(line)) return [];
      const heading = /^\[(\w+)\]$/.exec(line)?.[1];
      if (heading !== undefined) {
        section = heading;
        return [];
      }
      const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (key === undefined || value === undefined || section === '') throw new Error(`not a line of a unit: ${line}`);
      return [{ section, key, value }];
    });
}

/** The values of one key, as a list where it stands several times. */
export function unitValues(text: string, key: string): readonly string[] {
  return unitLines(text).flatMap((line) => (line.key === key ? [line.value] : []));
}

function unitCommands(text: string): readonly string[] {
  return unitLines(text).flatMap(({ key, value }) => (/^Exec[A-Z]/.test(key) ? [value.replace(/^[-@:+!]+/, '')] : []));
}

export interface Crontab {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: readonly { readonly schedule: string; readonly user: string; readonly command: string }[];
}

/** A file of /etc/cron.d: with the account, and without `%`, which cron takes for a line break. */
export function crontab(text: string): Crontab {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const env: Record<string, string> = {};
  const jobs: Crontab['jobs'][number][] = [];
  for (const line of lines) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      env[name] = value;
      continue;
    }
    const [, schedule, user, command] = /^((?:[\d*,/-]+\s+){5})([a-z]\S*)\s+(.+)$/.exec(line) ?? [];
    if (schedule === undefined || user === undefined || command === undefined) throw new Error(`not a line of cron.d: ${line}`);
    if (/(?<!\\)%/.test(command)) throw new Error(`cron takes % for a line break: ${line}`);
    jobs.push({ schedule: schedule.trim(), user, command });
  }
  return { env, jobs };
}

export interface NagiosObject {
  readonly type: string;
  readonly values: ReadonlyMap<string, string>;
}

export function nagiosObjects(text: string): readonly NagiosObject[] {
  const objects = [...text.matchAll(/^define (\w+) \{\n([^]*?)^\}$/gm)].map(([, type = '', body = '']): NagiosObject => {
    const lines = body.split('\n').filter((line) => line.trim() !== '');
    return { type, values: new Map(lines.map((line) => /^\s+(\S+)\s+(.*?)\s*$/.exec(line)?.slice(1) as [string, string])) };
  });
  if (objects.length !== (text.match(/^define /gm)?.length ?? 0)) throw new Error('a definition of Nagios is not closed');
  return objects;
}

export interface IcingaCommand {
  readonly name: string;
  /** With its own variables in their places. */
  readonly command: readonly string[];
}

export function icingaCommands(text: string): readonly IcingaCommand[] {
  const objects = [...text.matchAll(/^object CheckCommand "([^"]+)" \{\n([^]*?)^\}$/gm)];
  if (objects.length !== (text.match(/\bcommand = /g)?.length ?? 0)) throw new Error('a CheckCommand of Icinga is not read');
  return objects.map(([, name = '', body = '']): IcingaCommand => {
    const list = /command = (\[.*\])/.exec(body)?.[1] ?? '[]';
    // a path of Icinga's is put before a text by +
    const words = JSON.parse(list.replace(/PluginDir \+ "/g, '"$PluginDir$')) as readonly string[];
    const vars = Object.fromEntries([...body.matchAll(/vars\.(\w+) = "([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
    return { name, command: words.map((word) => word.replace(/\$(\w+)\$/g, (whole, key: string) => vars[key] ?? whole)) };
  });
}

/** As a shell reads it back. */
export function quoted(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:@=,+$-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
