/** Every text of a report is hostile: what each format makes of it is read as its consumer reads it. */
import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { unprintable } from '../../src/logic/unprintable.js';
import type { Several } from '../../src/model.js';
import { formatNames, rendererOf, type FormatName } from '../../src/report/formats.js';
import { eventSchema } from '../../src/report/schema.js';
import { runnerCommands } from '../support/actions-runner.js';
import { meant } from '../support/markdown-reader.js';
import { filledWith } from '../support/report-kinds.js';
import { view } from '../support/view.js';
import { readTap, tapPasses, type TapPoint } from '../support/tap-reader.js';
import { factor, holds, patienceMs, texts } from './harness.js';

interface Format {
  readonly name: FormatName;
  /** Pieces that mean something in it. */
  readonly words: readonly string[];
  /** What of it must be the same for every text: its shape, as its consumer sees it. */
  readonly shape: (text: string) => unknown;
}

const tapShape = (points: readonly TapPoint[]): unknown =>
  points.map(({ ok, directive, points: child, diagnostics }) => [
    ok,
    directive?.is ?? null,
    diagnostics !== null,
    child === null ? null : tapShape(child),
  ]);

const formats: readonly Format[] = [
  {
    name: 'junit',
    words: [
      ']]>',
      '<![CDATA[',
      '<!--',
      '-->',
      '<?',
      '?>',
      '&amp;',
      '&#0;',
      '&#x1b;',
      '</failure>',
      '<testcase name="',
      '"/>',
      '\uffff',
      '\ufffe',
    ],
    shape: (text) => {
      const $ = load(text, { xml: true });
      return $('*')
        .map((_, element) => ('attribs' in element ? `${element.name} ${Object.keys(element.attribs).join(' ')}` : element.type))
        .get();
    },
  },
  {
    name: 'sarif',
    words: ['[x](0)', '](', '{0}', '"', '\\u0000', 'SARIF_BUILDER_INVALID', '`', '``', 'https://', '/a/b', '..', ':'],
    shape: (text) => {
      const { runs } = JSON.parse(text) as {
        runs: readonly {
          tool: { driver: { rules?: readonly { help: { markdown: string } }[] } };
          results: readonly { kind: string; level: string; message: { text: string } }[];
        }[];
      };
      for (const { message } of runs.flatMap(({ results }) => results)) expect(message.text).not.toMatch(/\]\(|\{\d+\}/);
      expect(
        runs.flatMap(({ tool }) => (tool.driver.rules ?? []).flatMap(({ help }) => meant(help.markdown.replaceAll('**', '')))),
      ).toEqual([]);
      return runs.map(({ results }) => results.map(({ kind, level }) => `${kind} ${level}`));
    },
  },
  {
    name: 'tap',
    words: [
      '#',
      ' # SKIP x',
      ' # TODO',
      '\nok 1 - ',
      '\nnot ok',
      '\n1..3',
      'Bail out!',
      '\n  ---\n',
      '\n  ...\n',
      '    ',
      'pragma +strict',
      '# Subtest: ',
    ],
    shape: (text) => {
      const points = readTap(text);
      return [tapPasses(points), tapShape(points)];
    },
  },
  {
    name: 'github',
    words: ['::', '::error::', '\n::stop-commands::x\n', '##[', '##[error]', '%0A', '%', ',', 'title=', '::endgroup::', '\r::add-mask::x'],
    shape: (text) => runnerCommands(text).map(({ name, properties }) => `${name} ${Object.keys(properties).join(' ')}`),
  },
  {
    name: 'markdown',
    words: [
      '`',
      '```',
      '~~~',
      '[a](http://x.test)',
      '![',
      '@user',
      '#1',
      '<b>',
      '<!--',
      '&lt;',
      '*',
      '__',
      '|',
      '\n# ',
      '\n- ',
      '> ',
      '1. ',
      '/close',
      'www.x.test',
      ':+1:',
      '$x$',
      '$$',
      '!1',
      '%1',
      'GH-1',
      '---',
      '===',
    ],
    shape: (text) => meant(text),
  },
  {
    name: 'json',
    words: ['"', '\\', '\\u0000', '"}', ']}', '__proto__', '</script>', '\ud800', '//', '/*'],
    shape: (text) => {
      const read: unknown = JSON.parse(text);
      return keysOf(read);
    },
  },
  {
    name: 'ndjson',
    words: ['"', '\\', '\n{"event":"x"}\n', '\u2028', '"}', '\r', '__proto__', '\ud800'],
    shape: (text) => {
      expect(text.endsWith('\n')).toBe(true);
      return text
        .slice(0, -1)
        .split('\n')
        .map((line) => {
          const event: unknown = JSON.parse(line);
          expect(eventSchema.safeParse(event).error).toBeUndefined();
          return keysOf(event);
        });
    },
  },
  {
    name: 'nagios',
    words: ['|', " | 'x'=1", '\n', ' OK - ', 'WHMCS CRITICAL - ', "'", ';', '=', '$HOSTNAME$', '!'],
    // the numbers stand behind the only bar, on the first line; how much else fits depends on the texts
    shape: (text) => {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4001);
      expect(text.split('|').length).toBe(2);
      const [head = ''] = text.split('\n');
      const found = /^WHMCS (OK|WARNING|CRITICAL|UNKNOWN) - [^|]* \| (.*)$/.exec(head);
      return [found?.[1], found?.[2]?.split(' ').map((each) => each.split('=')[0])];
    },
  },
  {
    name: 'prometheus',
    words: ['"', '\\', '\\n', '\n', '"} 1\n', '{x="y"}', '# HELP x', '\n# TYPE x gauge\n', ',', '=', '\\"'],
    shape: (text) => {
      const lines = text.split('\n').filter((line) => line !== '');
      const series = lines.flatMap((line) => {
        if (line.startsWith('#'))
          return /^# (?:HELP [a-z_]+ \S.*|TYPE [a-z_]+ gauge)$/.test(line) ? [] : [`not a comment of the format: ${line}`];
        const found = /^([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (?:[\d.e+-]+|NaN)$/.exec(line);
        return [
          found === null
            ? `not a series: ${line}`
            : `${found[1] ?? ''} ${[...(found[2] ?? '').matchAll(/([a-z]+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label).join(' ')}`,
        ];
      });
      expect(new Set(lines).size).toBe(lines.length);
      return series;
    },
  },
  {
    name: 'html',
    words: [
      '<b>',
      '</p>',
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '" onload="x',
      "' x='",
      '&lt;',
      '&#60;',
      '<!--',
      '-->',
      ']]>',
      'javascript:alert(1)',
      '</style>',
      '</title>',
      '<svg/onload=x>',
      '\u0000',
      '`',
      '{{x}}',
    ],
    shape: (text) => {
      const $ = load(text);
      for (const link of $('[href],[src],[action]').toArray()) {
        const { href = '', src = '', action = '' } = link.attribs;
        expect(`${href}${src}${action}`).not.toMatch(/^\s*(?!https?:|#|mailto:|data:image\/|$)[a-z][a-z0-9+.-]*:/i);
      }
      return $('*')
        .map((_, element) => ('attribs' in element ? `${element.name} ${Object.keys(element.attribs).sort().join(' ')}` : element.type))
        .get();
    },
  },
];

/** The names of all fields, without what is in them. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]));
}

it('every format is tried', () => {
  // what a person sees is read by the tests of what is printed
  expect([...formats.map(({ name }) => name), 'pretty'].sort()).toEqual([...formatNames].sort());
});

describe.each(formats)('$name', ({ name, words, shape }) => {
  it('has the same shape whatever the texts are', { timeout: 60_000 * factor }, async () => {
    const render = await rendererOf(name);
    const all = async (several: Several) => await render(several, { ...view, show: 'all' });
    const wanted = shape(await all(filledWith('harmless words')));
    await holds(name, 30, [texts(words)], async (text) => {
      const shown = await all(filledWith(text === '' ? 'x' : `${text}x`));
      expect(shown.split('\n').join('').match(unprintable)).toBeNull();
      expect(shape(shown)).toEqual(wanted);
    });
  });

  it('takes a long text in no time', { timeout: 60_000 }, async () => {
    const render = await rendererOf(name);
    for (const word of words) {
      const began = process.cpuUsage();
      await render(filledWith(word.repeat(Math.ceil(20_000 / word.length))), { ...view, show: 'all' });
      expect(process.cpuUsage(began).user / 1000, word).toBeLessThan(patienceMs);
    }
  });
});
