import { describe, expect, it } from 'vitest';
import { jqueryOn, lacksAjaxError } from '../../src/logic/theme-jquery.js';
import type { PageScript } from '../../src/model.js';
import { fetched, linted, officialScript, script } from '../support/theme.js';

const site = 'https://billing.example.com';
const named = (version: string | null, differs: Partial<PageScript> = {}) =>
  script(`${site}/jquery-${version ?? 'x'}.js`, { jquery: { version, slim: false }, ...differs });
const migrate = script(`${site}/jquery-migrate.js`, { migrate: true });
const bundle = fetched({ src: `${site}/bundle.js`, features: { ...officialScript, jquery: ['1.12.4', '2.2.4'] } });
const on = (...scripts: readonly PageScript[]) => jqueryOn(linted({ scripts }), [bundle]);

describe('the jQuery in force', () => {
  it.each<[string, readonly PageScript[], string | null | undefined]>([
    ['is none where no script brings one', [script(null), script(`${site}/own.js`)], undefined],
    ['is the only one', [named('3.7.1')], '3.7.1'],
    ['is the last one', [named('3.7.1'), named('1.12.4')], '1.12.4'],
    ['is a deferred one, which runs last', [named('3.7.1', { when: 'deferred' }), named('1.12.4')], '3.7.1'],
    ['is the last inside a bundle', [named('3.7.1'), script(`${site}/bundle.js`)], '2.2.4'],
    ['is what the bundle holds rather than its name', [script(`${site}/bundle.js`, { jquery: { version: '9', slim: true } })], '2.2.4'],
    ['is of no known version', [named('3.7.1'), named(null)], null],
    [
      'is the one before where noConflict(true) gives it back',
      [named('1.12.4'), named('3.7.1'), script(null, { restoresJquery: true })],
      '1.12.4',
    ],
    ['is none that loads whenever it likes', [named('3.7.1', { when: 'async' })], undefined],
  ])('%s', (_, scripts, version) => {
    expect(on(...scripts).effective?.version).toBe(version);
  });

  it('is told with its script and its build', () => {
    expect(on(named('3.7.1', { jquery: { version: '3.7.1', slim: true } })).effective).toEqual({
      version: '3.7.1',
      slim: true,
      source: `${site}/jquery-3.7.1.js`,
    });
    expect(on(script(`${site}/bundle.js`)).effective).toEqual({ version: '2.2.4', slim: false, source: `${site}/bundle.js` });
  });

  it.each<[string, readonly PageScript[], boolean]>([
    ['Migrate', [named('3.7.1'), migrate], true],
    ['no Migrate', [named('3.7.1')], false],
    ['Migrate that a newer jQuery replaced', [named('3.7.1'), migrate, named('3.7.1')], false],
    ['Migrate, and a script that is no jQuery', [named('3.7.1'), migrate, script(`${site}/own.js`)], true],
    ['Migrate that is deferred', [named('3.7.1'), { ...migrate, when: 'deferred' }], true],
    ['no Migrate that loads whenever it likes', [named('3.7.1'), { ...migrate, when: 'async' }], false],
  ])('has beside it %s', (_, scripts, is) => {
    expect(on(...scripts).migrate).toBe(is);
  });

  it('has beside it the Migrate of a script that was read', () => {
    const own = fetched({ src: `${site}/own.js`, features: { ...officialScript, jquery: [], migrate: true } });
    expect(jqueryOn(linted({ scripts: [named('3.7.1'), script(`${site}/own.js`)] }), [own]).migrate).toBe(true);
  });

  it.each<[string, readonly PageScript[], boolean]>([
    ['one that loads whenever it likes', [named('3.7.1', { when: 'async' })], true],
    ['a bundle that does', [script(`${site}/bundle.js`, { when: 'async' })], true],
    ['one in its turn', [named('3.7.1'), named('3.7.1', { when: 'deferred' })], false],
    ['another script that loads whenever it likes', [named('3.7.1'), script(`${site}/own.js`, { when: 'async' })], false],
  ])('is uncertain by %s: %#', (_, scripts, is) => {
    expect(on(...scripts).uncertain).toBe(is);
  });
});

it.each<[string | null, boolean, boolean]>([
  ['1.12.4', false, false],
  ['2.2.4', false, false],
  ['3.0.0', false, true],
  ['3.7.1', false, true],
  ['4.0.0', false, true],
  ['12.0.0', false, true],
  [null, false, false],
  [null, true, true],
  ['1.12.4', true, true],
])('jQuery %s (slim: %s) lacks jqXHR.error(): %s', (version, slim, is) => {
  expect(lacksAjaxError({ version, slim })).toBe(is);
});
