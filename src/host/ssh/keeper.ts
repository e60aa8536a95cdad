/** Temporary scripts on the other machine: a worker of the agent writes and removes them, and also when the connection or the agent ends. */
import { LookFailed } from '../../logic/failure.js';
import type { As } from '../../model.js';
import { lifetimeSeconds } from '../script-guard.js';
import { keeperLimitMs, type KeeperProcess, type Said } from '../watchdog.js';
import type { SshLine } from './line.js';

let last = 0;

export function remoteKeeper(line: SshLine, as: As | null): KeeperProcess {
  const lane = `keep-${++last}`;
  let isAlive = true;
  return {
    get isAlive() {
      return isAlive && !line.ended.aborted;
    },
    hangUp: () => line.hangUp(lane, as),
    async tell(told): Promise<Said> {
      const ask =
        told.do === 'place' ? { in: told.in, source: told.source, apart: told.apart, group: told.group, seconds: lifetimeSeconds } : {};
      try {
        const reply = await line.request({ op: told.do, ask, as, lane, ms: keeperLimitMs, subject: 'the temporary script' });
        switch (reply.is) {
          case 'value':
            if (told.do === 'remove') return { is: 'removed' };
            // Below the folder: nothing that leads elsewhere.
            return typeof reply.value === 'string' && /^whmcs-doctor-[0-9a-f]{24}(?:\/[0-9a-f]{24})?\.php$/.test(reply.value)
              ? { is: 'placed', name: reply.value }
              : { is: 'failed', code: 'EIO', why: 'an answer that cannot be read' };
          case 'code':
            return { is: 'failed', code: reply.code, why: reply.code };
          case 'late':
            return { is: 'failed', code: 'ETIMEDOUT', why: 'no answer' };
          case 'lost':
            isAlive = false;
            return { is: 'failed', code: 'EIO', why: 'the process that keeps temporary scripts ended' };
          case 'failed':
            return { is: 'failed', code: 'EIO', why: reply.why };
        }
      } catch (error) {
        if (!(error instanceof LookFailed)) throw error;
        return { is: 'failed', code: 'EIO', why: error.why };
      }
    },
  };
}
