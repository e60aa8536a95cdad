import { describe, expect, it } from 'vitest';
import { readCronLog, type LogEntry } from '../../src/logic/cron-log.js';

/** Newest first: "c 10:00" is an entry of cron. */
function read(...entries: readonly string[]) {
  return readCronLog(
    entries.map((text): LogEntry => {
      const [by, at = ''] = text.split(' ');
      return { by: by === 'c' ? 'cron' : 'visitor', at: at.includes(':') ? `2026-07-01 ${at}${at.length === 5 ? ':00' : ''}` : at };
    }),
  );
}

describe('the order of the entries', () => {
  it.each<[string, readonly string[], ReturnType<typeof readCronLog>['shift']]>([
    ['none', [], null],
    ['one clock', ['v 10:03', 'c 10:02', 'v 10:01', 'c 10:00'], null],
    ['cron two hours ahead', ['v 10:03', 'c 12:02', 'v 10:01', 'c 12:00'], { cronAheadSeconds: 7140, seen: 2 }],
    ['cron two hours behind', ['c 10:03', 'v 12:02', 'c 10:01', 'v 12:00'], { cronAheadSeconds: -7140, seen: 2 }],
    ['once is an accident', ['v 10:03', 'c 12:02', 'v 09:00'], null],
    ['both ways is one, too', ['v 10:03', 'c 12:02', 'v 14:00', 'c 12:00'], null],
    ['14 minutes', ['v 10:00', 'c 10:14', 'v 10:00', 'c 10:14'], { cronAheadSeconds: 840, seen: 2 }],
    ['less than 14 minutes', ['v 10:00', 'c 10:13:59', 'v 10:00', 'c 10:13:59'], null],
    ['entries of one kind say nothing', ['c 10:00', 'c 12:00', 'c 10:00', 'c 12:00'], null],
    ['an unreadable time says nothing', ['v 10:03', 'c soon', 'v 10:01', 'c 12:00'], null],
    ['the largest difference', ['v 10:00', 'c 11:00', 'v 10:00', 'c 12:00'], { cronAheadSeconds: 7200, seen: 2 }],
    // the sixth change from one kind to the other counts, the seventh is too old
    [
      'six changes',
      ['c 10:00', 'v 09:59', 'c 09:58', 'v 09:57', 'c 12:00', 'c 11:59', 'v 11:58', 'c 13:00'],
      { cronAheadSeconds: 7380, seen: 2 },
    ],
    ['seven changes', ['v 10:01', 'c 10:00', 'v 09:59', 'c 09:58', 'v 09:57', 'c 12:00', 'c 11:59', 'v 11:58', 'c 13:00'], null],
  ])('%s', (_, entries, shift) => {
    expect(read(...entries).shift).toEqual(shift);
  });

  it('is told with the newest entry of either kind and the number of those of cron', () => {
    expect(read('v 10:03', 'c 10:02', 'v 10:01', 'c 10:00', 'c 09:00')).toEqual({
      cronEntries: 3,
      newestCron: '2026-07-01 10:02:00',
      newestVisitor: '2026-07-01 10:03:00',
      shift: null,
    });
    expect(read()).toEqual({ cronEntries: 0, newestCron: null, newestVisitor: null, shift: null });
  });
});
