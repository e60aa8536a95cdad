/** The main process's side of the keeper of temporary scripts: another process, which removes them even when this one is killed. */
import { LookFailed } from '../logic/failure.js';
import type { As } from '../model.js';
import { startChild } from './children.js';
import { notGiven, type KeeperReply, type KeeperRequest } from './watchdog-messages.js';

/** For starting the process and for each of its few file operations. */
export const keeperLimitMs = 10_000;

export type Told = KeeperRequest extends infer R ? (R extends KeeperRequest ? Omit<R, 'id'> : never) : never;
/** What a keeper says, wherever it is. */
export type Said = KeeperReply extends infer R ? (R extends KeeperReply ? Omit<R, 'id'> : never) : never;

/** The process that does it. */
export interface KeeperProcess {
  /** Rejects never. */
  tell(told: Told): Promise<Said>;
  readonly isAlive: boolean;
  /** Not killed: should it still be writing, it sees that nobody is there any more and removes that, too. */
  hangUp(): void;
}

/** The folder could be used, and the group alone did not get the script. */
export class GroupRefused extends LookFailed {}

/** Keeps scripts of one kind of rights. */
export class ScriptKeeper {
  readonly #places: string[] = [];
  /** Something was to be written since the last removal, whether or not that went well. */
  #mayHold = false;
  /** It has not yet been waited for in vain. */
  #answers = true;
  #ended: Promise<void> | null = null;

  constructor(private readonly process: KeeperProcess) {}

  /** Writes a script below a folder; its path. LookFailed `absent` and `denied` where that folder cannot be used. */
  async place(folder: string, source: string, apart: boolean, group: number | null = null): Promise<string> {
    this.#mayHold = true;
    const said = await this.#tell({ do: 'place', in: folder, source, apart, group });
    if (said.is === 'placed') {
      const path = `${folder}/${said.name}`;
      this.#places.push(path);
      return path;
    }
    const code = said.is === 'failed' ? said.code : 'EIO';
    if (code === notGiven) throw new GroupRefused('denied', `no temporary script in ${folder} can be given to the group ${group} alone`);
    const gap = code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : ['EACCES', 'EPERM', 'EROFS', 'ELOOP'].includes(code) ? 'denied' : 'io';
    throw new LookFailed(gap, `no temporary script can be put into ${folder} (${code})`);
  }

  /** Removes what was placed. LookFailed `io` names what is left, for someone has to remove it. */
  async remove(): Promise<void> {
    const said = await this.#tell({ do: 'remove' });
    const places = this.#places.splice(0);
    if (said.is === 'removed') this.#mayHold = false;
    if (said.is !== 'failed' || places.length === 0) return;
    throw new LookFailed('io', `the temporary script ${places.join(', ')} could not be removed (${said.code})`, {
      settle: 'Remove it by hand; it answers nobody, and nothing at all after a minute.',
    });
  }

  get isAlive(): boolean {
    return this.process.isAlive;
  }

  /** Removes what is left. False: not all of it is known to be gone, and the process is of no more use. As remove() where that fails. */
  async clear(): Promise<boolean> {
    if (this.#mayHold && this.#answers) await this.remove();
    return !this.#mayHold && this.isAlive;
  }

  /** Removes what is left and ends the process. Safe to call twice. */
  end(): Promise<void> {
    this.#ended ??= (this.#places.length > 0 ? this.remove() : Promise.resolve()).finally(() => this.process.hangUp());
    return this.#ended;
  }

  async #tell(told: Told): Promise<Said> {
    const said = await this.process.tell(told);
    if (said.is === 'failed' && said.code === 'ETIMEDOUT') this.#answers = false;
    return said;
  }
}

/** A keeper that is a child of this process. `as`: whose rights write the script; null: our own. */
export function keeperHere(as: As | null): KeeperProcess {
  const child = startChild('watchdog-child', as, true);
  const waiting = new Map<number, (reply: KeeperReply) => void>();
  let lastId = 0;
  child.on('message', (message) => {
    const reply = message as KeeperReply;
    waiting.get(reply.id)?.(reply);
  });
  const gone = (): void => {
    for (const [id, hear] of waiting) hear({ id, is: 'failed', code: 'EIO', why: 'the process that keeps temporary scripts ended' });
  };
  child.on('error', gone);
  child.on('exit', gone);
  return {
    get isAlive() {
      return child.connected;
    },
    hangUp() {
      if (child.connected) child.disconnect();
    },
    tell(told) {
      const id = ++lastId;
      return new Promise((resolve) => {
        child.channel?.ref();
        const timer = setTimeout(() => heard({ id, is: 'failed', code: 'ETIMEDOUT', why: 'no answer' }), keeperLimitMs);
        const heard = (reply: KeeperReply): void => {
          clearTimeout(timer);
          waiting.delete(id);
          child.channel?.unref();
          resolve(reply);
        };
        waiting.set(id, heard);
        if (!child.connected) return heard({ id, is: 'failed', code: 'EIO', why: 'the process that keeps temporary scripts ended' });
        child.send({ ...told, id }, (error) => error && heard({ id, is: 'failed', code: 'EIO', why: error.message }));
      });
    },
  };
}
