/** The main process's side of the keeper of temporary scripts: a child that removes them even when this process is killed. */
import type { ChildProcess } from 'node:child_process';
import { LookFailed } from '../logic/failure.js';
import type { As } from '../model.js';
import { startChild } from './children.js';
import type { KeeperReply, KeeperRequest } from './watchdog-messages.js';

/** For starting the child and for each of its few file operations. */
const limitMs = 10_000;

type Told = KeeperRequest extends infer R ? (R extends KeeperRequest ? Omit<R, 'id'> : never) : never;

export class ScriptKeeper {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: KeeperReply) => void>();
  readonly #places: string[] = [];
  /** Something was to be written since the last removal, whether or not that went well. */
  #mayHold = false;
  /** It has not yet been waited for in vain. */
  #answers = true;
  #lastId = 0;
  #ended: Promise<void> | null = null;

  /** `as`: whose rights write the script; null: our own. */
  constructor(as: As | null) {
    this.#child = startChild('watchdog-child', as, true);
    this.#child.on('message', (message) => {
      const reply = message as KeeperReply;
      this.#waiting.get(reply.id)?.(reply);
    });
    const gone = (): void => {
      for (const [id, hear] of this.#waiting)
        hear({ id, is: 'failed', code: 'EIO', why: 'the process that keeps temporary scripts ended' });
    };
    this.#child.on('error', gone);
    this.#child.on('exit', gone);
  }

  /** Writes a script below a folder; its path. LookFailed `absent` and `denied` where that folder cannot be used. */
  async place(folder: string, source: string, apart: boolean): Promise<string> {
    this.#mayHold = true;
    const reply = await this.#tell({ do: 'place', in: folder, source, apart });
    if (reply.is === 'placed') {
      const path = `${folder}/${reply.name}`;
      this.#places.push(path);
      return path;
    }
    const code = reply.is === 'failed' ? reply.code : 'EIO';
    const gap = code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : ['EACCES', 'EPERM', 'EROFS', 'ELOOP'].includes(code) ? 'denied' : 'io';
    throw new LookFailed(gap, `no temporary script can be put into ${folder} (${code})`);
  }

  /** Removes what was placed. LookFailed `io` names what is left, for someone has to remove it. */
  async remove(): Promise<void> {
    const reply = await this.#tell({ do: 'remove' });
    const places = this.#places.splice(0);
    if (reply.is === 'removed') this.#mayHold = false;
    if (reply.is !== 'failed' || places.length === 0) return;
    throw new LookFailed('io', `the temporary script ${places.join(', ')} could not be removed (${reply.code})`, {
      settle: 'Remove it by hand; it answers nobody, and nothing at all after a minute.',
    });
  }

  get isAlive(): boolean {
    return this.#child.connected;
  }

  /** Removes what is left. False: not all of it is known to be gone, and the child is of no more use. As remove() where that fails. */
  async clear(): Promise<boolean> {
    if (this.#mayHold && this.#answers) await this.remove();
    return !this.#mayHold && this.isAlive;
  }

  /** Removes what is left and ends the child. Safe to call twice. */
  end(): Promise<void> {
    this.#ended ??= (this.#places.length > 0 ? this.remove() : Promise.resolve()).finally(() => {
      // Not killed: should it still be writing, it sees the closed channel next and removes that, too.
      if (this.#child.connected) this.#child.disconnect();
    });
    return this.#ended;
  }

  #tell(told: Told): Promise<KeeperReply> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#child.channel?.ref();
      const timer = setTimeout(() => {
        this.#answers = false;
        heard({ id, is: 'failed', code: 'ETIMEDOUT', why: 'no answer' });
      }, limitMs);
      const heard = (reply: KeeperReply): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        this.#child.channel?.unref();
        resolve(reply);
      };
      this.#waiting.set(id, heard);
      if (!this.#child.connected) return heard({ id, is: 'failed', code: 'EIO', why: 'the process that keeps temporary scripts ended' });
      this.#child.send({ ...told, id }, (error) => error && heard({ id, is: 'failed', code: 'EIO', why: error.message }));
    });
  }
}
