/** The bench's figures are kept as data, and told as a table. */
import { describe, expect, it } from 'vitest';
import { benchTable, keptWith, machinesTable } from '../bench/kept.js';

const about = { date: '2026-11-23', machine: 'Node 20, 2 × A' };
const row = { bench: 'start', figure: 'list : node -e 0', value: 1.914, bound: 2, unit: '×' };

describe('figures of the bench', () => {
  it('take the place of those that their bench had before, and of no other', () => {
    const before = keptWith({}, [row, { ...row, bench: 'engine' }], about);
    const after = keptWith(before, [{ ...row, figure: 'other' }], { ...about, date: '2026-11-24' });
    expect(after['engine']).toEqual(before['engine']);
    expect(after['start']).toEqual({
      date: '2026-11-24',
      machine: about.machine,
      rows: [{ figure: 'other', value: 1.91, bound: 2, unit: '×' }],
    });
  });

  it('are told with their bound, the day, and whether they are over it', () => {
    const kept = keptWith({}, [row, { ...row, figure: 'slow', value: 3 }, { ...row, figure: 'a | b', bound: null }], about);
    expect(benchTable(kept).split('\n').slice(2)).toEqual([
      '| start | list : node -e 0 | 1.91 × | 2 × | 2026-11-23 |',
      '| start | slow | 3 × (over its bound) | 2 × | 2026-11-23 |',
      '| start | a \\| b | 1.91 × | told only | 2026-11-23 |',
    ]);
    expect(machinesTable(kept)).toContain('| Node 20, 2 × A |');
  });

  it('of several machines say which', () => {
    const kept = keptWith(keptWith({}, [row], about), [{ ...row, bench: 'engine' }], { ...about, machine: 'B' });
    expect(benchTable(kept)).toContain('2026-11-23, on 2 |');
    expect(machinesTable(kept)).toContain('| 2: B |');
  });
});
