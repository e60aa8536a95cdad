/** Goes through a session folder one directory entry at a time, so that whoever walks can stop between any two. Runs in the looking child. */
import { opendirSync, type Dir, type Dirent } from 'node:fs';
import { isAbsent } from './errno.js';

/** Node's synchronous reader is fastest with small portions: larger ones are shifted out of long arrays. */
const bufferSize = 128;

/** `file`: at a session file. `folder`: a subfolder was opened, which asks the file system. `other`: at anything else. `end`: there is no more. */
export type Step = 'file' | 'folder' | 'other' | 'end';

interface Level {
  readonly folder: string;
  readonly handle: Dir;
}

export class SessionWalk {
  /** Folder and name of the file that the last step came to. */
  folder = '';
  name = '';
  #here: Level;
  readonly #above: Level[] = [];

  /** `depth`: how many levels of subfolders lie above the files. Throws what the operating system says. */
  constructor(
    root: string,
    private readonly depth: number,
  ) {
    this.#here = { folder: root, handle: opendirSync(root, { bufferSize }) };
  }

  step(): Step {
    const entry = this.#read();
    if (entry === null) return this.#leave();
    if (this.#above.length === this.depth) {
      if (!entry.name.startsWith('sess_')) return 'other';
      this.folder = this.#here.folder;
      this.name = entry.name;
      return 'file';
    }
    // PHP's subfolders are named after one character of the session id.
    return entry.name.length === 1 && entry.isDirectory() ? this.#enter(`${this.#here.folder}/${entry.name}`) : 'other';
  }

  close(): void {
    for (const { handle } of [this.#here, ...this.#above]) handle.closeSync();
  }

  #read(): Dirent | null {
    try {
      return this.#here.handle.readSync();
    } catch (error) {
      if (this.#above.length > 0 && isAbsent(error)) return null; // it went meanwhile
      throw error;
    }
  }

  #enter(folder: string): Step {
    try {
      const handle = opendirSync(folder, { bufferSize });
      this.#above.push(this.#here);
      this.#here = { folder, handle };
    } catch (error) {
      if (!isAbsent(error)) throw error; // it went meanwhile
    }
    return 'folder';
  }

  #leave(): Step {
    const above = this.#above.pop();
    if (above === undefined) return 'end';
    this.#here.handle.closeSync();
    this.#here = above;
    return 'other';
  }
}
