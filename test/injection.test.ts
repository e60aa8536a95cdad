/** Every hostile text in every place of a report, in every format: neutral in all. From which facts they come is test/hostile-facts.test.ts. */
import { describe, expect, it } from 'vitest';
import { formatNames, rendererOf, type FormatName } from '../src/report/formats.js';
import { expectPlain, shapes } from './support/neutral.js';
import { payloads } from './support/payloads.js';
import { filledWith } from './support/report-kinds.js';
import { view } from './support/view.js';

const views = { ...view, show: 'all', verbose: true, colour: true } as const;
const harmless = new Map<FormatName, unknown>();

async function shapeOf(
  name: FormatName,
  text: string,
  look = views as typeof views | (Omit<typeof views, 'unicode'> & { unicode: false }),
) {
  const several = filledWith(text);
  const shown = await (await rendererOf(name))(several, look);
  expectPlain(shown);
  if (!look.unicode && (name === 'pretty' || name === 'nagios')) expect(shown).toMatch(/^[\u0000-\u007f]*$/);
  return shapes[name](shown, several);
}

describe.each(formatNames)('%s', (name) => {
  it.each(Object.entries(payloads))('makes nothing of: %s', { timeout: 60_000 }, async (_, text) => {
    const wanted = harmless.get(name) ?? (await shapeOf(name, 'harmless words'));
    harmless.set(name, wanted);
    expect(await shapeOf(name, text)).toEqual(wanted);
    expect(await shapeOf(name, text, { ...views, unicode: false })).toEqual(wanted);
  });
});
