import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { program } from '../../src/cli/main.js';
import { configSchema, readConfig } from '../../src/policy/config.js';
import { policyJsonSchemas } from '../../src/policy/schemas.js';
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
    ['a: [', /c\.yaml, line 1: it cannot be read/],
  ])('says in one line what is wrong with %s', async (text, message) => {
    await expect(readConfig(write('c.yaml', text), anyone)).rejects.toThrow(message);
  });

  it.each([
    ['c.yaml', 'null', /the file: expected object, received null/],
    ['c.yaml', '- offline', /the file: expected object, received array/],
    ['c.yaml', 'offline', /the file: expected object, received string/],
    ['c.yaml', 'offline: true\noffline: false', /line 2: a key stands there twice/],
    ['c.yaml', 'only: [a]\n\nfailOn: never\nshow: everything', /line 4: show: must be one of problems, all/],
    ['c.yaml', 'offline: yes', /line 1: offline: expected boolean, received string/],
    ['c.yaml', 'severity:\n  clock-behind: no', /line 2: severity\.clock-behind: must be one of fail, warn, off/],
    ['c.yaml', 'endpoints:\n  licence: []', /line 2: unknown key endpoints\.licence: did you mean license\?/],
    ['c.yaml', 'wait: 0', /wait: must be longer than nothing/],
    ['c.yaml', 'jobs: 1.5', /jobs: /],
    ['c.yaml', 'audit: !!js/regexp /x/', /line 1: it cannot be read: Unresolved tag/],
    ['c.yaml', 'a: &a [1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a]\nonly: &c [*b,*b,*b,*b,*b]\nskip: [*c,*c,*c,*c]', /Excessive alias count/],
    ['c.yaml', `only: ${'['.repeat(200_000)}`, /cannot be read/],
    ['c.yaml', `# ${'x'.repeat(1024 * 1024)}`, /is larger than 1 MiB/],
    ['c.json', '', /it is not JSON/],
    ['c.json', 'null', /the file: expected object, received null/],
    ['c.json', '{"offline": true, "offline": false}', /line 1: a key stands there twice/],
  ])('%s with %j: one line', async (name, text, message) => {
    const error: unknown = await readConfig(write(name, text), anyone).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('\n');
  });

  it('is not read where it is no text in UTF-8, a FIFO or a device', async () => {
    const path = write('c.yaml', '');
    writeFileSync(path, Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]));
    await expect(readConfig(path, anyone)).rejects.toThrow(/is not UTF-8: save it as UTF-8/);
    writeFileSync(path, 'a: "\0"');
    await expect(readConfig(path, anyone)).rejects.toThrow(/is not a text/);
    writeFileSync(path, '\ufeffoffline: true');
    expect(await readConfig(path, anyone)).toEqual({ offline: true });
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    for (const other of [join(folder, 'pipe.yaml'), '/dev/zero', folder])
      await expect(readConfig(other, anyone)).rejects.toThrow(/is not a regular file/);
  });

  it('paths in it are relative to its folder', async () => {
    const path = write(
      'c.yaml',
      'waivers: w.yaml\nbaseline: /b.json\nwriteBaseline: ../c.json\naudit: a\ncacert: ca\ntargets: "-"\nformat: [pretty, json=r.json]\nplugins: [./mine.js]',
    );
    expect(await readConfig(path, anyone)).toEqual({
      waivers: join(folder, 'w.yaml'),
      baseline: '/b.json',
      writeBaseline: join(folder, '..', 'c.json'),
      audit: join(folder, 'a'),
      cacert: join(folder, 'ca'),
      targets: '-',
      format: ['pretty', `json=${join(folder, 'r.json')}`],
      plugins: [join(folder, 'mine.js')],
    });
  });

  it('has a JSON Schema for editors: what it accepts is accepted, with a word on every key', async () => {
    const schema = policyJsonSchemas()['config'] as { readonly properties: Record<string, { readonly description?: string }> };
    for (const [key, { description }] of Object.entries(schema.properties)) expect(description, key).toBeTruthy();
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const examples = [
      ['thresholds: {sessionLifetime: 24m, freeSpace: 250MB}\ntimeout: 5\nonly: a,b\nendpoints: {google: "", mailControl: null}', true],
      ['format: [json=x]\nseverity: {clock-behind: "off"}\nfailOn: never', true],
      ['threshold: {}', false],
      ['thresholds: {freeSpac: 1}', false],
      ['failOn: sometimes', false],
    ] as const;
    for (const [text, good] of examples) {
      expect(validate(parse(text)), text).toBe(good);
      expect(
        await readConfig(write('c.yaml', text), anyone).then(
          () => true,
          () => false,
        ),
      ).toBe(good);
    }
  });

  it('takes every option of check under its own name', () => {
    const check = program().commands.find((command) => command.name() === 'check');
    const named = (check?.options ?? []).map((option) => option.attributeName()).filter((name) => name !== 'config');
    expect(named.length).toBeGreaterThan(30);
    const own: Readonly<Record<string, string>> = { plugin: 'plugins' };
    for (const name of named) expect(Object.keys(configSchema.shape), name).toContain(own[name] ?? name);
    expect(
      Object.keys(configSchema.shape)
        .filter((key) => !named.includes(key))
        .sort(),
    ).toEqual(['$schema', 'endpoints', 'plugins', 'severity', 'thresholds'].sort());
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
