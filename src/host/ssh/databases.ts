/**
 * Several connections to one database: over a long line each statement takes a round trip, and one connection asks one at a time.
 */
import { LookFailed } from '../../logic/failure.js';
import type { DatabaseAccess, DatabaseClient } from '../../model.js';

/** Beside the first. */
const others = 5;

type Client = DatabaseClient & { close(): void };

interface Counted {
  readonly client: Client;
  /** Statements that have been asked and not answered. */
  waiting: number;
}

/** `make`: a client, which tells when a database has accepted its password. */
export function severalDatabases(make: (onSignedIn: (access: DatabaseAccess) => void) => Client): Client {
  /** Per database: those whose connection has come about. */
  const ready = new Map<DatabaseAccess['name'], Counted[]>();
  const more: Counted[] = [];
  const first: Counted = {
    waiting: 0,
    // Only what was accepted once is shown again: a wrong password is tried once and not six times.
    client: make((access) => {
      if (!ready.has(access.name)) for (let count = 0; count < others; count++) follow(count, access);
    }),
  };

  const usable = (name: DatabaseAccess['name']): Counted[] => {
    const known = ready.get(name) ?? [first];
    ready.set(name, known);
    return known;
  };

  const follow = (count: number, access: DatabaseAccess): void => {
    const other = (more[count] ??= { client: make(() => undefined), waiting: 0 });
    const list = usable(access.name);
    // A server that takes no more connections has taken the first: that is enough.
    other.client.open(access).then(
      () => list.push(other),
      () => undefined,
    );
  };

  return {
    async open(access, signal) {
      const server = await first.client.open(access, signal);
      usable(access.name);
      return server;
    },
    async select(name, sql, params, signal) {
      const list = ready.get(name);
      if (list === undefined) throw new LookFailed('bug', `the database "${name}" was asked before it was opened`);
      const least = list.reduce((best, each) => (each.waiting < best.waiting ? each : best), first);
      least.waiting++;
      try {
        return await least.client.select(name, sql, params, signal);
      } finally {
        least.waiting--;
      }
    },
    close() {
      for (const { client } of [first, ...more]) client.close();
    },
  };
}
