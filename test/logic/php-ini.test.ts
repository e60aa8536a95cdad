import { expect, it } from 'vitest';
import { iniOn } from '../../src/logic/php-ini.js';

it.each(['1', 'On', 'on', 'YES', 'true', '2', '10', '01', ' on ', '1 '])('"%s" is on', (value) => {
  expect(iniOn(value)).toBe(true);
});

it.each(['', '0', '00', 'Off', 'no', 'false', 'none', 'onward', 'common', 'x1', '1x', '-1', 'is true', 'yesterday'])(
  '"%s" is off',
  (value) => {
    expect(iniOn(value)).toBe(false);
  },
);
