import { describe, expect, it } from 'vitest';
import { supersededRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { knownProxies, knownProxy, tellingHeaders } from '../../src/knowledge/proxies.js';
import { addressSet, covers, parseEntry, pieces, subtract } from '../../src/logic/address-set.js';
import { headerName } from '../../src/logic/visitor-address.js';

describe('known proxies', () => {
  it.each(knownProxies.map((proxy) => [proxy.id, proxy] as const))('%s is well formed', (id, proxy) => {
    expect(knownProxy(id)).toBe(proxy);
    for (const range of proxy.ranges) expect(parseEntry(range)).toMatchObject({ ok: true, notes: [] });
    for (const header of proxy.sends) expect(headerName(header)).toBe(header);
    for (const { header } of proxy.marks) expect(tellingHeaders.has(header) && header === header.toLowerCase()).toBe(true);
    expect(proxy.sends).not.toHaveLength(0);
  });
});

describe('superseded ranges', () => {
  it.each(supersededRanges)('$range is what replaces it and its surplus', ({ range, replacedBy, surplus }) => {
    const whole = addressSet([range]);
    expect(covers(whole, addressSet([...replacedBy, surplus]))).toBe(true);
    expect(pieces(subtract(whole, addressSet(replacedBy)))).toEqual([surplus]);
  });
});
