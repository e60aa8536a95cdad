import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpointOf } from '../../../src/host/ssh/endpoint.js';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'endpoint-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const to = (host: string, port: number | null = null) => ({ user: 'root', host, port });

/** The system's ssh with a configuration of its own. */
function ssh(configuration: string): string {
  const file = join(folder, `ssh-${Math.random()}`);
  writeFileSync(`${file}.conf`, configuration);
  writeFileSync(file, `#!/bin/sh\nexec ssh -F ${file}.conf "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

test('two names of one machine lead to one place, the same name with another port to another', async () => {
  const program = ssh('Host a b\n  HostName Web.Example.test\n  Port 2222\n');
  expect(await endpointOf(to('a'), { program })).toBe('web.example.test:2222');
  expect(await endpointOf(to('b'), { program })).toBe('web.example.test:2222');
  expect(await endpointOf(to('b', 22), { program })).toBe('web.example.test:22');
});

test('one name behind two jump hosts is two machines', async () => {
  const program = ssh('Match user root\n  ProxyJump gate\n');
  expect(await endpointOf(to('10.0.0.1'), { program })).toBe('gate 10.0.0.1:22');
});

test('as it was typed where ssh does not tell', async () => {
  expect(await endpointOf(to('A.test'), { program: join(folder, 'missing') })).toBe('a.test:22');
  expect(await endpointOf(to('A.test', 8022), { program: ssh('Nonsense yes\n') })).toBe('a.test:8022');
  expect(await endpointOf(to('-oProxyCommand=x'), { program: ssh('') })).toBe('-oproxycommand=x:22');
});
