import { expect, test } from 'vitest';
import check from '../../../checks/clock/database-clock-differs.js';
import type { DatabaseConnection } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';

const connection = (lowMs: number, highMs: number): DatabaseConnection => ({
  product: 'mariadb',
  version: '10.11.6',
  via: 'tcp',
  where: 'db.example:3306',
  cipher: null,
  clock: { lowMs, highMs },
  sessionTimeZone: 'SYSTEM',
  systemTimeZone: 'UTC',
  utcOffsetSeconds: 0,
});

test.each([
  [-20, 30, 'pass'],
  [-2500, -1500, 'pass'],
  [-3000, -2000, 'pass'],
  [-3000, -2001, 'warn'],
  [2000, 3000, 'pass'],
  [-90_000, -89_990, 'warn'],
  [2100, 2200, 'warn'],
])("the database's clock minus this machine's %i to %i ms: %s", (low, high, is) => {
  expect(judgement(check, { 'database.connection': connection(low, high) }).is).toBe(is);
});

test('a database that could not be asked is unknown', () => {
  expect(judgement(check, { 'database.connection': gap('denied') }).is).toBe('unknown');
});
