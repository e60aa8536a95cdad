/**
 * The groups of processes that this program started and that have not ended. Who is told of them ends them where this program was killed and
 * can no longer do so itself.
 */
const groups = new Set<number>();
const listeners = new Set<(all: readonly number[]) => void>();

/** Returns what says that it has ended. */
export function began(group: number): () => void {
  groups.add(group);
  tell();
  return () => {
    if (groups.delete(group)) tell();
  };
}

/** Hears at once and after every change. Returns what ends the hearing. */
export function onRunning(listener: (all: readonly number[]) => void): () => void {
  listeners.add(listener);
  if (groups.size > 0) listener([...groups]);
  return () => void listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener([...groups]);
}
