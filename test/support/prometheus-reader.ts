/** Reads the exposition format as its page says, strictly: https://prometheus.io/docs/instrumenting/exposition_formats/ */

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Throws where a line is none of its kinds, or a series stands there twice. */
export function readPrometheus(text: string): readonly Series[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const keys = new Set<string>();
  return text.split('\n').flatMap((line): readonly Series[] => {
    if (line === '' || /^# (?:HELP [a-z_]+ \S.*|TYPE [a-z_]+ gauge)$/.test(line)) return [];
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)*)\} (\S+)$/.exec(line) ?? [];
    if (name === '' || !Number.isFinite(Number(value))) throw new Error(`no line of it: ${line}`);
    if (keys.has(`${name}{${labels}}`)) throw new Error(`twice: ${line}`);
    keys.add(`${name}{${labels}}`);
    const pairs = [...labels.matchAll(/([a-z]+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', shown = '']) => [
      label,
      shown.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
    ]);
    return [{ name, labels: Object.fromEntries(pairs) as Readonly<Record<string, string>>, value: Number(value) }];
  });
}
