/**
 * Several connections to one database, for over a long line the statements of a run would wait for each other: each waits a round trip, and one
 * connection asks one at a time.
 */
import type { DatabaseAccess, DatabaseClient } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';

const connections = 4;

type Client = DatabaseClient & { close(): void };

export function severalDatabases(make: () => Client): Client {
  const [first, ...others] = Array.from({ length: connections }, () => ({ client: make(), waiting: 0 })) as [Counted, ...Counted[]];
  /** Per database: those whose connection has come about. */
  const ready = new Map<DatabaseAccess['name'], Counted[]>();

  return {
    async open(access, signal) {
      const server = await first.client.open(access, signal);
      if (ready.has(access.name)) return server;
      const usable = [first];
      ready.set(access.name, usable);
      // A server that takes no more connections has answered the first one's: that is enough.
      for (const other of others) {
        other.client.open(access).then(
          () => usable.push(other),
          () => undefined,
        );
      }
      return server;
    },
    async select(name, sql, params, signal) {
      const usable = ready.get(name);
      if (usable === undefined) throw new LookFailed('bug', `the database "${name}" was asked before it was opened`);
      const least = usable.reduce((best, each) => (each.waiting < best.waiting ? each : best), first);
      least.waiting++;
      try {
        return await least.client.select(name, sql, params, signal);
      } finally {
        least.waiting--;
      }
    },
    close() {
      for (const { client } of [first, ...others]) client.close();
    },
  };
}

interface Counted {
  readonly client: Client;
  /** Statements that have been asked and not answered. */
  waiting: number;
}
