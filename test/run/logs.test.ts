import { describe, expect, test } from 'vitest';
import type { Fact, FactId, Message } from '../../src/model.js';
import { seenInLog, toldByLogs, withLogs } from '../../src/run/logs.js';
import { problemReports } from '../../src/run/problems.js';
import { problems } from '../../src/knowledge/index.js';
import { seen } from '../support/fake-host.js';
import { finding } from '../support/sample-report.js';

const message: Message = {
  id: 'session-open-missing',
  title: 'the folder was not there',
  literals: ['x'],
  logs: ['php'],
  problems: ['login-redirect-loops'],
  causes: ['session-path-missing'],
  example: '',
  counterExample: '',
};
const hit = {
  message: 'session-open-missing',
  source: '/log',
  count: 3,
  first: null,
  last: '2026-11-22T07:00:00.000Z',
  lastAgeSeconds: 60,
  sample: 'sample',
};
const told = (value: unknown) => toldByLogs(new Map<FactId, Fact<unknown>>([['logs.php', seen(value)]]), [message]);

describe('what the logs tell', () => {
  test('is evidence of the causes it belongs to', () => {
    const lines = told({ logs: [], hits: [hit] });
    expect(withLogs(finding({}), lines).evidence.at(-1)).toMatchObject({
      label: 'In the log',
      saw: 'the folder was not there: 3 times, last 2026-11-22T07:00:00.000Z',
      source: '/log',
    });
    expect(withLogs(finding({ cause: 'clock-behind' }), lines).evidence).toHaveLength(1);
  });

  test('is told of the problem, also where no finding explains it', () => {
    const reports = problemReports(problems, [], [], [], told({ logs: [], hits: [hit] }));
    const loops = reports.find(({ id }) => id === 'login-redirect-loops');
    expect(loops).toMatchObject({ status: 'undetermined', seen: [{ what: 'the folder was not there', count: 3 }] });
    expect(reports.filter((report) => report.seen.length > 0)).toHaveLength(1);
  });

  test('the newest stands first', () => {
    const old = { ...hit, source: '/old', lastAgeSeconds: 9000 };
    const undated = { ...hit, source: '/undated', lastAgeSeconds: null };
    expect(told({ hits: [undated, old, hit] }).map((one) => seenInLog(one).source)).toEqual(['/log', '/old', '/undated']);
  });

  test.each([
    [null],
    ['text'],
    [{}],
    [{ hits: 'none' }],
    [
      {
        hits: [
          null,
          7,
          {},
          { ...hit, count: 'many' },
          { ...hit, count: -1 },
          { ...hit, count: 1e300 },
          { ...hit, lastAgeSeconds: 1e300 },
          { ...hit, message: '__proto__' },
        ],
      },
    ],
  ])('a bundle that holds %j tells nothing', (value) => {
    expect(told(value)).toEqual([]);
  });
});
