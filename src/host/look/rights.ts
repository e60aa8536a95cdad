/** Giving up root's rights in a child, before it does anything. */
import type { As } from '../../model.js';

/** `--as=UID:GID` of a child's arguments. */
export function asArgument(as: As | null): readonly string[] {
  return as === null ? [] : [`--as=${as.uid}:${as.gid}`];
}

/** Takes on the ids that the arguments name, for good. Without such an argument the child keeps its own. */
export function takeOnRights(args: readonly string[]): void {
  const match = /^--as=(\d+):(\d+)$/.exec(args.find((arg) => arg.startsWith('--as=')) ?? '');
  if (!match) return;
  const [uid, gid] = [Number(match[1]), Number(match[2])];
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
  if (process.getuid?.() !== uid || process.geteuid?.() !== uid || process.getegid?.() !== gid)
    throw new Error('the rights could not be given up');
}
