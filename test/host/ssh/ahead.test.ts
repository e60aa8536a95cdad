import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connectingAhead } from '../../../src/host/ssh/ahead.js';
import { severalDatabases } from '../../../src/host/ssh/databases.js';
import type { DatabaseAccess, DatabaseClient } from '../../../src/model.js';
import type { Connector } from '../../../src/host/net/vantage.js';

const to = { host: '192.0.2.10', port: 443 };
const never = new AbortController().signal;

function connector(fails: (count: number) => boolean = () => false) {
  const made: (Socket & { destroyed: boolean })[] = [];
  const connect: Connector = async () => {
    const socket = Object.assign(new EventEmitter(), { destroyed: false, readableEnded: false, destroy: () => (socket.destroyed = true) });
    made.push(socket as unknown as Socket);
    if (fails(made.length)) throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    return socket as unknown as Socket;
  };
  return { connect, made };
}

describe('connections that are opened ahead', () => {
  it('begin with the second, and each is given away once', async () => {
    const { connect, made } = connector();
    const ahead = connectingAhead(connect, (asked) => asked > 1);
    const first = await ahead.connect(to, never);
    expect(made).toHaveLength(1);
    const second = await ahead.connect(to, never);
    expect(made).toHaveLength(3);
    const third = await ahead.connect(to, never);
    expect(third).toBe(made[2]);
    expect(new Set([first, second, third]).size).toBe(3);
    ahead.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(made.map(({ destroyed }) => destroyed)).toEqual([false, false, false, true]);
  });

  it('leave what fails to whoever asks', async () => {
    const { connect, made } = connector((count) => count > 1);
    const ahead = connectingAhead(connect, () => true);
    await ahead.connect(to, never);
    await expect(ahead.connect(to, never)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(made.length).toBeGreaterThanOrEqual(3);
    ahead.close();
  });

  it('do not wait for ever', async () => {
    const { connect, made } = connector();
    const ahead = connectingAhead(connect, () => false);
    ahead.begin(to);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(made[0]?.destroyed).toBe(true);
    expect(await ahead.connect(to, never)).toBe(made[1]);
  });
});

describe('several connections to one database', () => {
  const access = { name: 'whmcs' } as DatabaseAccess;

  const clients = (opens: (number: number) => Promise<void>) => {
    const asked: number[] = [];
    let count = 0;
    const several = severalDatabases((onSignedIn) => {
      const number = count++;
      const client: DatabaseClient & { close(): void } = {
        open: async (wanted) => {
          asked.push(number);
          await opens(number);
          onSignedIn(wanted);
          return { product: 'mariadb', version: '', via: 'socket', where: '', cipher: null };
        },
        select: async () => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          return [{ number }];
        },
        close: () => undefined,
      };
      return client;
    });
    return { several, asked };
  };

  it('are opened once the first was accepted, and share the statements', async () => {
    const { several, asked } = clients(async () => undefined);
    await several.open(access);
    expect(asked.length).toBeGreaterThan(1);
    await new Promise((resolve) => setImmediate(resolve));
    const rows = await Promise.all(Array.from({ length: 6 }, () => several.select('whmcs', 'SELECT 1')));
    expect(new Set(rows.flat().map((row) => row['number'])).size).toBe(6);
    several.close();
  });

  it('try a wrong password once', async () => {
    const { several, asked } = clients(() => Promise.reject(new Error('denied')));
    await expect(several.open(access)).rejects.toThrow('denied');
    expect(asked).toEqual([0]);
  });

  it('do with the first where the server takes no more', async () => {
    const { several } = clients((number) => (number === 0 ? Promise.resolve() : Promise.reject(new Error('too many'))));
    await several.open(access);
    const rows = await Promise.all(Array.from({ length: 3 }, () => several.select('whmcs', 'SELECT 1')));
    expect(rows.flat().map((row) => row['number'])).toEqual([0, 0, 0]);
  });
});
