import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleSchema, packBundle, unpackBundle, UnusableBundle, type Bundle } from '../../src/host/bundle.js';
import { parseJson } from '../../src/parse/json.js';

const origin = { vantage: 'files', source: '/srv', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;
const bundle: Bundle = {
  schema: bundleSchema,
  tool: { name: 'whmcs-doctor', version: '1.0.0' },
  recordedAt: '2026-01-01T00:00:00.000Z',
  target: { kind: 'bundle', label: '/srv/billing' },
  durationMs: 5,
  facts: { 'clock.now': { ok: true, value: { epochMs: 1 }, origin }, 'php.web': { ok: false, gap: 'denied', why: 'no', origin } },
  probes: [{ fact: 'clock.now', ok: true, gap: null, startedMs: 0, durationMs: 1, needs: [] }],
};

describe('the bundle', () => {
  it.each([true, false])('is read as it was written (compressed: %s)', (compressed) => {
    expect(unpackBundle(packBundle(bundle, compressed), parseJson)).toEqual({
      ...bundle,
      facts: expect.objectContaining(bundle.facts) as unknown,
    });
  });

  it.each([
    ['', /not JSON/],
    ['[]', /not a JSON object/],
    ['{"schema":"whmcs-doctor/bundle/9"}', /this version reads/],
    [JSON.stringify({ ...bundle, facts: { x: { ok: true } } }), /has no value, gap or origin/],
    [JSON.stringify({ ...bundle, facts: { x: { ok: false, gap: 'gone', why: '', origin } } }), /has no value, gap or origin/],
    [JSON.stringify({ ...bundle, target: null }), /missing/],
  ])('refuses %j in one line', (text, message) => {
    expect(() => unpackBundle(Buffer.from(text), parseJson)).toThrow(message);
    expect(() => unpackBundle(Buffer.from(text), parseJson)).toThrow(UnusableBundle);
  });

  it('takes over nothing of a type of its own', () => {
    const strange = {
      ...bundle,
      recordedAt: '2026-01-01 (\u001b[2J)',
      facts: {
        a: { ok: false, gap: 'denied', why: 'no', settle: 7, beyond: 'yes', because: {}, origin: { ...origin, extra: 1 }, more: 1 },
        b: { ok: true, value: null, partial: [], origin },
      },
      probes: [
        { ...bundle.probes[0], why: 7, partial: {}, needs: ['x', 7] },
        { ...bundle.probes[0], durationMs: null },
      ],
    };
    const read = unpackBundle(Buffer.from(JSON.stringify(strange)), parseJson);
    expect({ ...read.facts }).toEqual({ a: { ok: false, gap: 'denied', why: 'no', origin }, b: { ok: true, value: null, origin } });
    expect(read.probes).toEqual([{ ...bundle.probes[0], needs: ['x'] }]);
    expect(read.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('refuses a decompression bomb without unpacking it whole', () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    expect(() => unpackBundle(bomb, parseJson)).toThrow(/64 MiB/);
  });

  it('takes no key that reaches a prototype', () => {
    const text = JSON.stringify(bundle).replace('"epochMs":1', '"epochMs":1,"__proto__":{"polluted":true},"constructor":{"x":1}');
    const read = unpackBundle(Buffer.from(text), parseJson);
    expect(JSON.stringify(read)).not.toContain('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('never throws anything else, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          try {
            unpackBundle(bytes, parseJson);
            return true;
          } catch (error) {
            return error instanceof UnusableBundle;
          }
        },
      ),
    );
  });
});
