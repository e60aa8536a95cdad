import { describe, expect, it } from 'vitest';
import { cloudflareRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { visitorClassifier } from '../../src/logic/visitor-class.js';

describe('visitorClassifier', () => {
  const classify = visitorClassifier(cloudflareRanges);
  it.each([
    ['162.158.1.1', 'cloudflare'],
    ['172.64.0.1', 'cloudflare'],
    ['::ffff:104.16.0.1', 'cloudflare'],
    ['2606:4700::1', 'cloudflare'],
    // No longer an edge: visitors of iCloud Private Relay come from there.
    ['104.28.1.1', 'public'],
    ['172.16.0.1', 'private'],
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['100.64.0.1', 'cgnat'],
    ['203.0.113.9', 'public'],
    ['0.0.0.0', 'invalid'],
    ['01.2.3.4', 'invalid'],
    ['', 'invalid'],
    ['no address', 'invalid'],
  ])('%s is %s', (address, expected) => expect(classify(address)).toBe(expected));
});
