import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/policy/config.js';
import { defaultEndpoints, defaultThresholds } from '../../src/policy/defaults.js';
import { findConfig } from '../../src/policy/find-config.js';
import { mergeEndpoints, mergeThresholds } from '../../src/policy/merge.js';
import { parseDuration, parseSize } from '../../src/policy/units.js';

let folder: string;
const anyone = 4711;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the configuration file', () => {
  it('reads YAML and JSON, durations and sizes as people write them', async () => {
    const path = write(
      'whmcs-doctor.yaml',
      'severity: {clock-unsynchronised: fail}\nthresholds: {sessionLifetime: 24m, freeSpace: 1GB}\nendpoints: {license: ["https://l.example/"], google: ""}\ntimeout: 2s\n',
    );
    const config = await readConfig(path, anyone);
    expect(config.severity).toEqual({ 'clock-unsynchronised': 'fail' });
    expect(mergeThresholds(defaultThresholds, config.thresholds)).toMatchObject({
      sessionLifetimeMs: 1_440_000,
      freeSpaceBytes: 1e9,
      freeInodesPercent: 5,
    });
    expect(mergeEndpoints(defaultEndpoints, config.endpoints)).toMatchObject({
      license: ['https://l.example/'],
      google: null,
      controls: defaultEndpoints.controls,
    });
    expect((await readConfig(write('c.json', '{"offline": true}'), anyone)).offline).toBe(true);
    expect(await readConfig(write('empty.yaml', ''), anyone)).toEqual({});
  });

  it.each([
    ['thresholds: {sesionLifetime: 1m}', /unknown key thresholds\.sesionLifetime: did you mean sessionLifetime\?/],
    ['endpoint: {}', /unknown key endpoint: did you mean endpoints\?/],
    ['thresholds: {freeSpace: lots}', /thresholds\.freeSpace: "lots" is not a size/],
    ['endpoints: {time: ["ftp://x/"]}', /endpoints\.time\.0: must be an address/],
    ['resolve: {a.example: nowhere}', /resolve\.a\.example: must be an IP address/],
    ['a: [', /cannot be read/],
  ])('says in one line what is wrong with %s', async (text, message) => {
    await expect(readConfig(write('c.yaml', text), anyone)).rejects.toThrow(message);
  });

  it('is refused by root where others could have written it', async () => {
    const path = write('c.yaml', 'offline: true');
    chmodSync(path, 0o666);
    await expect(readConfig(path, 0)).rejects.toThrow(/not used by root/);
  });

  it('is not read through a link, a folder or where it is absent', async () => {
    symlinkSync(write('real.yaml', ''), join(folder, 'link.yaml'));
    await expect(readConfig(join(folder, 'link.yaml'), anyone)).rejects.toThrow(/not a regular file/);
    await expect(readConfig(join(folder, 'none.yaml'), anyone)).rejects.toThrow(/there is no configuration file/);
  });

  it('is found in the current folder, but never inside the examined install', () => {
    write('whmcs-doctor.yaml', '');
    expect(findConfig(null, folder, '/srv/billing')).toBe(join(folder, 'whmcs-doctor.yaml'));
    write('configuration.php', '');
    expect(findConfig(null, folder, '.')).not.toBe(join(folder, 'whmcs-doctor.yaml'));
    mkdirSync(join(folder, 'admin'));
    expect(findConfig(null, join(folder, 'admin'), folder)).toBeNull();
    expect(findConfig('/given.yaml', folder, '.')).toBe('/given.yaml');
  });
});

describe('units', () => {
  it.each([
    ['5s', 5000],
    ['250ms', 250],
    ['1.5m', 90_000],
    ['2', 2000],
    ['1 h', 3_600_000],
    ['soon', null],
    ['-1s', null],
  ])('duration %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each([
    ['250MB', 250e6],
    ['1GiB', 2 ** 30],
    ['10', 10],
    ['10 apples', null],
  ])('size %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));
});
