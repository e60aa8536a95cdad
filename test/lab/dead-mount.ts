/** A file system whose server never says a word, as a network share whose server is gone: every look at it hangs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { run } from './process.js';

/** Mounts by the kernel's side of FUSE alone, with nobody on the other: https://docs.kernel.org/filesystems/fuse.html */
const holder = `
use Fcntl; $^F = 255; $| = 1;
sysopen(my $fuse, $ARGV[0], O_RDWR) or die "no $ARGV[0]: $!\\n";
my $options = 'fd=' . fileno($fuse) . ',rootmode=40000,user_id=0,group_id=0,allow_other';
system('mount', '-i', '-t', 'fuse', '-o', $options, 'dead', $ARGV[1]) == 0 or die "not mounted\\n";
print "mounted\\n"; sleep 600;
`;

export interface DeadMount {
  /** Ends it, which also ends what still hangs there. */
  end(): Promise<void>;
}

export async function mountDead(path: string): Promise<DeadMount> {
  mkdirSync(path, { recursive: true });
  const device = '/dev/fuse';
  if (!existsSync(device)) throw new Error(`the kernel of this machine has no FUSE (${device}): a dead mount cannot be made`);
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'perl', '-e', holder, device, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  if (String(said) !== 'mounted\n') throw new Error(`no dead mount could be made at ${path}`);
  return {
    async end() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await run('umount', ['-l', path]);
    },
  };
}
