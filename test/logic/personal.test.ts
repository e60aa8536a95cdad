import { expect, it } from 'vitest';
import { personal } from '../../src/logic/personal.js';
import type { Personal } from '../../src/model.js';

it.each<[Personal['personal'], string, string]>([
  ['address', '127.0.0.1', 'loopback'],
  ['address', '10.0.0.1', 'private'],
  ['address', 'fe80::1', 'link-local'],
  ['address', '100.64.0.1', 'carrier-nat'],
  ['address', '198.51.100.1', 'public'],
  ['address', '8.8.8.8', 'public'],
  ['address', 'no address', 'public'],
  ['email', 'a@example.com', ''],
  ['email', '10.0.0.1', ''],
])('%s %s is of class "%s"', (kind, value, known) => {
  expect(personal(kind, value)).toEqual({ personal: kind, value, class: known });
});
