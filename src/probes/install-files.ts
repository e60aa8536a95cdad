/** Files of the install, with the rights of their owner: what is missing is no matter, what could not be looked at is remembered. */
import path from 'node:path';
import { LookFailed } from '../index.js';
import type { As, Host, InstallRoot } from '../model.js';

const mostNames = 400;

export class InstallFiles {
  /** Everything asked for was there to be seen or not there at all. */
  complete = true;
  readonly #as: { readonly as?: As };

  constructor(
    private readonly host: Host,
    private readonly root: InstallRoot,
    private readonly signal: AbortSignal,
  ) {
    this.#as = host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
  }

  /** When the file or folder was last changed, ms since 1970; -Infinity: there is none. */
  async time(name: string): Promise<number> {
    const stat = await this.#tried(this.host.files.stat(this.#at(name), { follow: true, signal: this.signal, ...this.#as }));
    return stat?.mtimeMs ?? -Infinity;
  }

  /** Sorted names in a folder; none where there is no such folder. */
  async names(folder: string): Promise<readonly string[]> {
    const listing = await this.#tried(this.host.files.list(this.#at(folder), { max: mostNames, signal: this.signal, ...this.#as }));
    if (listing?.truncated === true) this.complete = false;
    return (listing?.entries ?? [])
      .map(({ name }) => name)
      .filter((name) => !name.includes('/'))
      .sort();
  }

  /** null: there is no such file. */
  async beginning(name: string, maxBytes: number): Promise<{ readonly bytes: Uint8Array; readonly truncated: boolean } | null> {
    return await this.#tried(
      this.host.files.read(this.#at(name), { maxBytes, within: this.root.realPath, signal: this.signal, ...this.#as }),
    );
  }

  #at(name: string): string {
    return path.join(this.root.realPath, name);
  }

  async #tried<T>(looking: Promise<T>): Promise<T | null> {
    try {
      return await looking;
    } catch (error) {
      if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug') throw error;
      if (error.gap !== 'absent') this.complete = false;
      return null;
    }
  }
}
