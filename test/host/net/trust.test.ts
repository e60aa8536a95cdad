import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { authoritiesIn, createTrust, systemBundle } from '../../../src/host/net/trust.js';

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

it('a bundle is read once, and again when it has been replaced', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-'));
  try {
    const file = join(folder, 'bundle.crt');
    const paths = [join(folder, 'none.crt'), file];
    expect(systemBundle(paths)).toBeNull();
    writeFileSync(file, `${first}\n`);
    const before = systemBundle(paths);
    expect(authoritiesIn(before?.text ?? '')).toEqual([first.trim()]);
    expect(systemBundle(paths)).toBe(before);
    writeFileSync(file, `${first}\n${second}\n`);
    const after = systemBundle(paths);
    expect(authoritiesIn(after?.text ?? '')).toHaveLength(2);
    expect(after?.sha1).not.toBe(before?.sha1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
