/** What an operator writes, saves or installs: configuration, waivers, baseline, saved reports, plug-ins. One line that says what is wrong, or what was written. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Quit } from '../../src/cli/exit.js';
import { readReport } from '../../src/cli/saved-report.js';
import { acceptance } from '../../src/policy/accept.js';
import { baselineOf, readBaseline } from '../../src/policy/baseline.js';
import { configSchema } from '../../src/policy/config.js';
import { readDocument, validated } from '../../src/policy/document.js';
import { parseDuration, parseSize } from '../../src/policy/units.js';
import { UnusablePolicy } from '../../src/policy/unusable.js';
import { isDay, readWaivers } from '../../src/policy/waivers.js';
import { renderJson } from '../../src/report/json.js';
import { describeSchema, looseResultSchema } from '../../src/run/plugins/protocol.js';
import { complaint, judgements } from '../../src/run/plugins/words.js';
import { demoReport, program } from '../support/demo-report.js';
import { holds, texts } from './harness.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fuzz-documents-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What was read; null: refused, in few lines and without a stack. */
async function readOr<Read>(work: () => Promise<Read> | Read): Promise<Read | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnusablePolicy) && !(error instanceof Quit)) throw error;
    expect(error.message.length).toBeLessThan(2000);
    expect(error.message).not.toMatch(/\n\s+at /);
    return null;
  }
}

const yamlWords = [
  ...[
    'severity:',
    ' clock-behind: ',
    'warn',
    'off',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ',',
    ': ',
    '&a ',
    '*a',
    '<<: ',
    '!!js/function ',
    '!!binary ',
    '|',
    '>',
    '? ',
    '#',
    "'",
    '"',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
  ],
  ...[
    'thresholds:',
    'sessionLifetime: 24m',
    'endpoints:',
    'waivers:',
    'check: ',
    'until: 2027-01-01',
    'reason: x',
    'plugins:',
    '0x1f',
    '~',
    '\t',
    '{"schema":"whmcs-doctor/baseline/1"',
    '"targets":[]',
  ],
];

describe('any text', () => {
  it('is a configuration, waivers or a baseline, or is refused in one line', async () => {
    await holds('documents: any', 60, [texts(yamlWords), fc.constantFrom('a.yaml', 'a.json')], async (text, name) => {
      await readOr(async () => validated(configSchema, await readDocument(text, name), name));
      await readOr(() => readWaivers(text, name));
      await readOr(() => readBaseline(text, name));
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });
  });

  it('of any shape is a plug-in, or is complained about in words', async () => {
    const words = fc.constantFrom(
      'schema',
      'checks',
      'probes',
      'judgements',
      'people',
      'id',
      'is',
      '__proto__',
      'subject',
      'evidence',
      'title',
      'causes',
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.dictionary(
        words,
        fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('fail', 'pass', 'whmcs-doctor/plugin/1', 'whmcs-doctor/plugin-result/1')),
      ),
    );
    await holds('plug-ins: any', 150, [value], (given) => {
      for (const schema of [describeSchema, looseResultSchema, judgements]) {
        const read = schema.safeParse(given);
        if (!read.success) expect(complaint(read.error)).toMatch(/\S/);
        else expect(schema.safeParse(JSON.parse(JSON.stringify(read.data))).success).toBe(true);
      }
    });
  });
});

describe('what is written is read', () => {
  it('configuration, as YAML and as JSON', async () => {
    const config = fc.record(
      {
        severity: fc.dictionary(
          fc.constantFrom('clock-behind', 'session-lifetime-short', 'mails-waiting'),
          fc.constantFrom('fail', 'warn', 'off'),
        ),
        only: fc.array(fc.constantFrom('clock-behind', 'session-*', 'url'), { minLength: 1, maxLength: 2 }),
        failOn: fc.constantFrom('warn', 'fail', 'never'),
        offline: fc.boolean(),
        url: fc.constantFrom('https://billing.example.com/'),
      },
      { requiredKeys: [] },
    );
    await holds('configuration: written', 40, [config], async (given) => {
      const plain = JSON.parse(JSON.stringify(given)) as unknown;
      const yaml = await readOr(async () => validated(configSchema, await readDocument(stringify(plain), 'a.yaml'), 'a.yaml'));
      const json = await readOr(async () => validated(configSchema, await readDocument(JSON.stringify(plain), 'a.json'), 'a.json'));
      expect(json).not.toBeNull();
      if (Object.keys(given).length > 0) expect(yaml).toEqual(json);
      expect(
        await readOr(async () =>
          validated(configSchema, await readDocument(JSON.stringify({ ...given, clockBehind: 1 }), 'a.json'), 'a.json'),
        ),
      ).toBeNull();
    });
  });

  it('amounts and days', async () => {
    await holds(
      'units',
      150,
      [fc.nat(100_000), fc.constantFrom(['ms', 1], ['s', 1000], ['m', 60_000], ['h', 3_600_000], ['d', 86_400_000])],
      (count, [unit, ms]) => {
        const read = parseDuration(`${count}${String(unit)}`);
        if (read !== null) expect(read).toBe(count * Number(ms));
      },
    );
    await holds('units: any', 150, [texts(['1', '0', 'm', 's', 'MB', 'h', '.', '-', 'e9', ' '])], (text) => {
      for (const read of [parseDuration(text), parseSize(text)]) expect(read === null || (Number.isFinite(read) && read >= 0)).toBe(true);
    });
    await holds('days', 100, [fc.date({ noInvalidDate: true, min: new Date('1970-01-01'), max: new Date('9999-01-01') })], (day) => {
      expect(isDay(day.toISOString().slice(0, 10))).toBe(true);
      expect(isDay(day.toISOString())).toBe(false);
    });
  });

  it('a saved report: itself, or refused where a number of it was changed', { timeout: 60_000 }, async () => {
    const whole = renderJson({ reports: [demoReport()], unusable: [] });
    const file = path.join(folder, 'report.json');
    const read = async (text: string) => {
      writeFileSync(file, text);
      return await readOr(() => readReport(file));
    };
    const good = await read(whole);
    expect(good === null ? null : JSON.parse(renderJson(good))).toEqual(JSON.parse(whole));
    await holds('saved reports: cut', 40, [fc.nat(whole.length - 3)], async (at) => {
      expect(await read(whole.slice(0, at))).toBeNull();
    });
    await holds(
      'saved reports: changed',
      60,
      [fc.nat(), fc.constantFrom('7', '"x"', 'null', '[]', '{}', '-1', '1e999', 'true', '{"__proto__":1}')],
      async (at, by) => {
        // one value somewhere is another
        const places = [...whole.matchAll(/(?<=": )(?:"(?:[^"\\]|\\.)*"|-?[\d.]+|true|false|null)(?=,?\n)/g)];
        const place = places[at % places.length];
        if (place === undefined) throw new Error('a report has values');
        const changed = await read(whole.slice(0, place.index) + by + whole.slice(place.index + place[0].length));
        if (changed !== null) expect(await read(renderJson(changed))).toEqual(changed);
      },
    );
  });

  it('a baseline accepts exactly what it was written from, in any order', async () => {
    const report = demoReport();
    const catalogue = { checks: program.checks, causes: program.causes, problems: program.problems };
    await holds('baseline', 30, [fc.shuffledSubarray([...report.findings], { minLength: report.findings.length })], async (findings) => {
      const about = { version: '1.0.0', at: '2026-01-01T00:00:00.000Z', before: null, alone: true };
      const text = JSON.stringify(baselineOf({ reports: [{ ...report, findings }], unusable: [] }, about));
      expect(text).toBe(JSON.stringify(baselineOf({ reports: [report], unusable: [] }, about)));
      const content = await readOr(() => readBaseline(text, 'b.json'));
      if (content === null) throw new Error('the baseline is read');
      const judge = acceptance({ waivers: null, baseline: { file: 'b.json', content }, today: '2026-01-01', alone: true, catalogue });
      const judged = judge(report.findings, report.target);
      expect(judged.findings.filter(({ status, known }) => (status === 'fail' || status === 'warn') && known !== true)).toEqual([]);
      const without = judge(report.findings.slice(1), report.target);
      expect(without.findings.length).toBe(report.findings.length - 1);
    });
  });
});
