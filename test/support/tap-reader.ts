/** Reads TAP 14 strictly: a line that is none of its kinds is an error. */
import { parse } from 'yaml';

export interface TapPoint {
  readonly ok: boolean;
  readonly number: number;
  readonly description: string;
  readonly directive: { readonly is: string; readonly why: string } | null;
  readonly diagnostics: unknown;
  /** Of a subtest: its own points. */
  readonly points: readonly TapPoint[] | null;
}

export function readTap(text: string): readonly TapPoint[] {
  const [version, ...lines] = text.trimEnd().split('\n');
  if (version !== 'TAP version 14') throw new Error(`not TAP 14: ${version}`);
  return readStream(lines);
}

/** What a harness makes of it: false, it fails. */
export function tapPasses(points: readonly TapPoint[]): boolean {
  return points.every(({ ok, directive }) => ok || directive !== null);
}

function readStream(lines: readonly string[]): readonly TapPoint[] {
  const points: TapPoint[] = [];
  let plan: number | null = null;
  let child: string[] | null = null;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const indented = /^ {4}(.*)$/.exec(line);
    const planned = /^1\.\.(\d+)(?: # SKIP .*)?$/.exec(line);
    const point = /^(not )?ok (\d+) - ((?:[^\\#]|\\[\\#])*?)(?: # (SKIP|TODO) ((?:[^\\#]|\\[\\#])*))?$/.exec(line);
    if (indented) (child ??= []).push(indented[1] ?? '');
    else if (planned && plan === null) plan = Number(planned[1]);
    else if (point) {
      let diagnostics: unknown = null;
      if (lines[at + 1] === '  ---') {
        const end = lines.indexOf('  ...', at);
        if (end < 0) throw new Error(`a block without an end after ${line}`);
        diagnostics = parse(
          lines
            .slice(at + 2, end)
            .map((each) => each.slice(2))
            .join('\n'),
        );
        at = end;
      }
      points.push({
        ok: point[1] === undefined,
        number: Number(point[2]),
        description: (point[3] ?? '').replace(/\\([\\#])/g, '$1'),
        directive: point[4] === undefined ? null : { is: point[4], why: (point[5] ?? '').replace(/\\([\\#])/g, '$1') },
        diagnostics,
        points: child === null ? null : readStream(child),
      });
      child = null;
    } else if (!line.startsWith('# ')) throw new Error(`no line of TAP: ${JSON.stringify(line)}`);
  }
  if (plan !== points.length || points.some(({ number }, index) => number !== index + 1)) throw new Error('the plan is another');
  return points;
}
