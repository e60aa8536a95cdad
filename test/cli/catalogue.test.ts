/** What is told of the checks, causes and probes is what runs: the file that was made with the program is that of the code. */
import { expect, test } from 'vitest';
import { catalogueWith, loadCatalogue, loadProbeCards, probeCardsWith } from '../../src/cli/catalogue.js';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('the packaged catalogue is that of the code', async () => {
  const { checks, causes, problems } = await loadCatalogue([]);
  expect({ checks, causes, problems }).toEqual(asJson(await catalogueWith([])));
  expect(await loadProbeCards([])).toEqual(asJson(await probeCardsWith([])));
});
