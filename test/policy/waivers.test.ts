import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyJsonSchemas } from '../../src/policy/schemas.js';
import { isDay, readWaivers } from '../../src/policy/waivers.js';

const whole = 'reason: moving, owner: ann, until: 2027-01-31';

describe('the waiver file', () => {
  it('reads YAML and JSON; a date is a day however YAML writes it', async () => {
    const wanted = [{ check: 'clock-*', reason: 'moving', owner: 'ann', until: '2027-01-31' }];
    for (const until of ['2027-01-31', '"2027-01-31"', '!!timestamp 2027-01-31'])
      expect(await readWaivers(`waivers: [{check: clock-*, reason: moving, owner: ann, until: ${until}}]`, 'w.yaml')).toEqual(wanted);
    expect(await readWaivers(`%YAML 1.1\n---\nwaivers:\n- {check: clock-*, ${whole}}`, 'w.yaml')).toEqual(wanted);
    expect(await readWaivers(JSON.stringify({ waivers: wanted }), 'w.json')).toEqual(wanted);
    expect(await readWaivers('waivers: []', 'w.yaml')).toEqual([]);
  });

  it.each([
    ['', /^w\.yaml is empty: .*waivers: \[\]/],
    ['# nothing\n', /is empty/],
    ['null', /is empty/],
    ['- {}', /is a list on top\. It begins with waivers:/],
    ['hello', /single value/],
    ['waivers: {}', /line 1: waivers: expected array/],
    ['waivers:\n- {check: a, owner: b, until: 2027-01-31}', /line 2: waivers\.0\.reason is missing/],
    ['waivers:\n- {check: a, reason: "  ", owner: b, until: 2027-01-31}', /line 2: waivers\.0\.reason: must say something/],
    [`waivers:\n- {check: a, ${whole}}\n- {${whole}}`, /line 3: waivers\.1: names nothing: give check, subject or fingerprint/],
    [`waivers:\n- {check: a, ${whole}}\n-\n  chek: a\n  reason: b`, /line 4: unknown key waivers\.1\.chek: did you mean check\?/],
    ['waivers:\n- {check: a, reason: b, owner: c, until: 2027-02-30}', /line 2: waivers\.0\.until: must be a day that exists/],
    ['waivers:\n- {check: a, reason: b, owner: c, until: 20270131}', /until: must be a day as YYYY-MM-DD/],
    ['waivers:\n- {check: a, reason: b, owner: c, until: 2027-01-31T00:00:00Z}', /until: must be a day that exists/],
    ['waivers:\n- {check: a, reason: b, owner: c, until: never}', /until: must be a day that exists/],
    ['waivers:\n- {check: a, reason: b, owner: c}', /until is missing/],
    ['waivers:\n- {check: 5, reason: b, owner: c, until: 2027-01-31}', /check: expected string, received number/],
    [`waivers:\n- {fingerprint: ABC, ${whole}}`, /fingerprint: must be the 16 characters/],
    ['waivers: []\nwaivers: []', /line 2: a key stands there twice/],
    ['waivers: []\n---\nwaivers: []', /line 2: a second document begins there/],
    ['waivers: !!js/function "function () {}"', /line 1: it cannot be read: Unresolved tag/],
    ['waivers: [', /cannot be read/],
    [
      'a: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c]\nwaivers: [*d,*d,*d,*d]',
      /Excessive alias count/,
    ],
    [`waivers: ${'['.repeat(100_000)}`, /cannot be read/],
  ])('says in one line what is wrong with %j', async (text, message) => {
    const error = await readWaivers(text, 'w.yaml').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });

  it('in JSON a key that stands twice is an error too, and tabs are none', async () => {
    await expect(readWaivers('{"waivers": [],\n"waivers": []}', 'w.json')).rejects.toThrow(/line 2: a key stands there twice/);
    await expect(readWaivers('{"waivers": [], }', 'w.json')).rejects.toThrow(/it is not JSON/);
    expect(await readWaivers('{\n\t"waivers": [\n\t]\n}', 'w.json')).toEqual([]);
  });

  it('knows the days that exist', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), (date) =>
        isDay(date.toISOString().slice(0, 10)),
      ),
    );
    for (const text of ['2027-02-29', '2027-04-31', '2027-00-10', '2027-1-1', '2027-01-01 ', '+02027-01-01'])
      expect(isDay(text)).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
  });

  it('has a JSON Schema for editors that demands the same', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(policyJsonSchemas()['waivers'] as object);
    const waiver = { check: 'a', reason: 'b', owner: 'c', until: '2027-01-31' };
    expect(validate({ waivers: [waiver] })).toBe(true);
    const without = { reason: 'b', owner: 'c', until: '2027-01-31' };
    for (const bad of [
      [],
      {},
      { waivers: [without] },
      { waivers: [{ ...waiver, chek: 'a' }] },
      { waivers: [{ ...waiver, owner: undefined }] },
    ])
      expect(validate(JSON.parse(JSON.stringify(bad)))).toBe(false);
  });
});
