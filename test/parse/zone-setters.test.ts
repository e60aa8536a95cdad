import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zoneCallsIn } from '../../src/parse/zone-setters.js';

test.each([
  ["date_default_timezone_set('Asia/Tokyo');", [{ zone: 'Asia/Tokyo', scope: 'always' }]],
  ['\\date_default_timezone_set("UTC");', [{ zone: 'UTC', scope: 'always' }]],
  ['@date_default_timezone_set("Europe/Berlin");', [{ zone: 'Europe/Berlin', scope: 'always' }]],
  ["ini_set('date.timezone', 'Asia/Tokyo');", [{ zone: 'Asia/Tokyo', scope: 'always' }]],
  ["ini_set('memory_limit', '1G'); // date.timezone", []],
  ['date_default_timezone_set($zone);', [{ zone: null, scope: 'always' }]],
  ['date_default_timezone_set("$zone/x");', [{ zone: null, scope: 'always' }]],
  ["if (PHP_SAPI === 'cli') { date_default_timezone_set('Asia/Tokyo'); }", [{ zone: 'Asia/Tokyo', scope: 'condition' }]],
  ["PHP_SAPI === 'cli' && date_default_timezone_set('Asia/Tokyo');", [{ zone: 'Asia/Tokyo', scope: 'condition' }]],
  ["try { date_default_timezone_set('UTC'); } finally {}", [{ zone: 'UTC', scope: 'always' }]],
  ["add_hook('ClientAreaPage', 1, function ($vars) { date_default_timezone_set('UTC'); });", [{ zone: 'UTC', scope: 'function' }]],
  ["class A { function b() { if (1) { date_default_timezone_set('UTC'); } } }", [{ zone: 'UTC', scope: 'function' }]],
  ["// date_default_timezone_set('UTC');", []],
  ['echo \'date_default_timezone_set("UTC");\';', []],
  ["date_default_timezone_set('UTC", []],
  ['$x->date_default_timezone_set("UTC");', []],
])('%s', async (code, wanted) => {
  expect((await zoneCallsIn(`<?php\n${code}\n`)).map(({ zone, scope }) => ({ zone, scope }))).toEqual(wanted);
});

test('names the line', async () => {
  expect(await zoneCallsIn("<?php\n\n\ndate_default_timezone_set('UTC');\n")).toMatchObject([{ line: 4 }]);
});

test('survives what is no PHP', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), async (before, after) => {
      for (const call of await zoneCallsIn(`<?php ${before} date_default_timezone_set('UTC') ${after}`))
        expect(call.line).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

test('does not follow nesting without end', async () => {
  expect(await zoneCallsIn(`<?php ${'if (1) {'.repeat(20_000)} date_default_timezone_set('UTC');`)).toEqual([]);
});
