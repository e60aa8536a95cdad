import { describe, expect, test } from 'vitest';
import { parseHealthStatus } from '../../src/parse/health-status.js';
import { parseEnvelope } from '../../src/parse/api-answer.js';

function entries(fields: Readonly<Record<string, unknown>>) {
  const read = parseHealthStatus(fields);
  return read.is === 'status' ? read.status.entries : read.is;
}

const one = { name: 'checkCloudflareProxy', type: 'Security', severityLevel: 'warning', body: '<p>Not  <b>good</b> &amp; bad</p>' };

describe('the shapes', () => {
  test('as a client of a third party types it', () => {
    expect(entries({ result: 'success', checks: { success: [], warning: [one], danger: [] } })).toEqual([
      { name: 'checkCloudflareProxy', severity: 'warning', text: 'Not good & bad' },
    ]);
  });

  test.each([
    ['a flat list', [one]],
    ['deeper', { a: { b: [{ c: [one] }] } }],
    ['by name', { checks: { x: { ...one } } }],
  ])('%s', (_, checks) => {
    expect(entries({ checks })).toEqual([expect.objectContaining({ severity: 'warning', text: 'Not good & bad' })]);
  });

  test('the list tells where the entry does not, and the worse of the two counts', () => {
    const bare = { name: 'x', body: 'y' };
    expect(entries({ checks: { danger: [bare] } })).toEqual([expect.objectContaining({ severity: 'danger' })]);
    expect(entries({ checks: { success: [{ ...bare, severityLevel: 'error' }] } })).toEqual([
      expect.objectContaining({ severity: 'danger' }),
    ]);
    expect(entries({ checks: { odd: [{ ...bare, severityLevel: 'purple' }] } })).toEqual([expect.objectContaining({ severity: 'other' })]);
  });

  test('nothing but the result is what is documented; anything else without an entry is unknown', () => {
    expect(entries({ result: 'success' })).toBe('none');
    for (const fields of [{ checks: null }, { checks: [] }, { checks: { success: [], warning: null } }, { checks: 'all good' }, { a: 1 }])
      expect(entries({ result: 'success', ...fields })).toBe('unknown');
  });
});

describe('what stands below a warning is never dropped', () => {
  const fine = { name: 'x', body: 'y' };
  const text = 'PHP session support is disabled';
  const bad = (checks: Readonly<Record<string, unknown>>) => {
    const found = entries({ checks: { success: [fine], ...checks } });
    return typeof found === 'string' ? found : found.filter(({ severity }) => severity !== 'success');
  };

  test.each<[string, unknown, object]>([
    ['a text', [text], { name: 'danger', severity: 'danger', text }],
    ['a text by name', { session: text }, { name: 'session', severity: 'danger', text }],
    ['a text in another field', [{ name: 'session', detail: text }], { name: 'session', severity: 'danger', text }],
    ['a text deeper', [{ name: 'session', detail: { en: [text] } }], { name: 'session', severity: 'danger', text }],
    ['an empty text, and the real one beside it', [{ name: 'session', body: '', detail: text }], { severity: 'danger', text }],
    ['a name alone', [{ name: 'session' }], { name: 'session', severity: 'other', text: '' }],
    ['a number', 3, { severity: 'other' }],
  ])('%s', (_, danger, wanted) => {
    expect(bad({ danger })).toEqual([expect.objectContaining(wanted)]);
  });

  test('nothing there is nothing', () => {
    for (const danger of [[], null, 0, false, '', {}]) expect(bad({ danger }), JSON.stringify(danger)).toEqual([]);
  });

  test('an entry that calls itself a warning without a known text', () => {
    expect(bad({ more: [{ name: 'session', severity: 'danger', detail: text }] })).toEqual([{ name: 'session', severity: 'danger', text }]);
  });

  test('the end of a list that is too long is told', () => {
    const read = parseHealthStatus({ checks: [fine, ...Array.from({ length: 400 }, () => 1)] });
    expect(read).toMatchObject({ status: { truncated: true } });
  });
});

describe('hostile answers', () => {
  test('a secret in a message is hidden', () => {
    const [entry] = entries({ checks: { danger: [{ name: 'x', body: 'cannot log in with password=hunter2secret' }] } }) as readonly {
      text: string;
    }[];
    expect(entry?.text).not.toContain('hunter2');
  });

  test('a huge list ends, and says so', () => {
    const read = parseHealthStatus({
      checks: { success: Array.from({ length: 5000 }, (_, i) => ({ name: `n${i}`, body: 'x'.repeat(9000) })) },
    });
    expect(read.is === 'status' && read.status.truncated).toBe(true);
    expect(read.is === 'status' && read.status.entries.every(({ text }) => text.length <= 500)).toBe(true);
  });

  test('keys that reach a prototype, and nested garbage', () => {
    const envelope = parseEnvelope('{"result":"success","__proto__":{"polluted":1},"checks":[[[[{"constructor":{"x":[1,"a",null]}}]]]]}');
    expect(envelope.is === 'success' && entries(envelope.fields)).toBe('unknown');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('numbers and lists in the place of texts are no entry', () => {
    expect(
      entries({
        checks: [
          { name: 1, body: 2, severityLevel: 3 },
          { name: [], body: {} },
        ],
      }),
    ).toBe('unknown');
  });
});
