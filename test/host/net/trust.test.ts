import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createTrust } from '../../../src/host/net/trust.js';

const [first = '', second = ''] = rootCertificates;
const contextOf = (machines: readonly string[]) => createTrust(null, {}, () => machines).context();

describe('what is believed', () => {
  it('is held once, however many targets believe the same', async () => {
    expect(await contextOf([first])).toBe(await contextOf([first]));
  });

  it('is not another machine’s', async () => {
    expect(await contextOf([first])).not.toBe(await contextOf([second]));
    expect(await contextOf([])).not.toBe(await contextOf([second]));
  });
});
