/** The system's own configuration, read as far as it can be: what is missing is no matter, what is there and stays closed is noted. */
import { LookFailed } from '../index.js';
import type { Files, Host, Unread } from '../model.js';

type Entry = Awaited<ReturnType<Files['list']>>['entries'][number];

const mostFiles = 200;
const mostNames = 2000;
const maxBytes = 512 * 1024;
/** Of what could not be read, a few say enough. */
const mostNoted = 20;

export interface SystemFile {
  readonly path: string;
  readonly text: string;
}

export class SystemFiles {
  readonly #noted = new Map<string, Unread>();

  constructor(
    readonly host: Host,
    readonly signal: AbortSignal,
  ) {}

  /** What is there and could not be read, by path. */
  get unread(): readonly Unread[] {
    return [...this.#noted.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** null: there is no such file. Follows links. */
  async exists(path: string): Promise<boolean> {
    return (await this.tried(path, this.host.files.stat(path, { follow: true, signal: this.signal }))) !== null;
  }

  /** Links of Debian's conf.d lead to mods-available, and cPanel's to its own folders: they may point anywhere on the system's disk. */
  async text(path: string): Promise<string | null> {
    const read = await this.tried(path, this.host.files.read(path, { maxBytes, within: '/', signal: this.signal }));
    if (read?.truncated === true) this.note(path, `only the first ${maxBytes} bytes of ${path} were read`, false);
    return read && Buffer.from(read.bytes).toString('utf8');
  }

  /** Names in a folder, sorted; none where there is no such folder. */
  async names(folder: string): Promise<readonly string[]> {
    return (await this.entries(folder)).map(({ name }) => name);
  }

  /** Files of a folder in the order in which PHP and FPM read them. A folder in it is no file that stays closed. */
  async folder(folder: string, suffix: string): Promise<readonly SystemFile[]> {
    const paths = (await this.entries(folder))
      .filter(({ name, kind }) => kind !== 'directory' && name.endsWith(suffix))
      .slice(0, mostFiles)
      .map(({ name }) => `${folder}/${name}`);
    const texts = await Promise.all(paths.map((path) => this.text(path)));
    return paths.flatMap((path, index) => {
      const text = texts[index];
      return text == null ? [] : [{ path, text }];
    });
  }

  private async entries(folder: string): Promise<readonly Entry[]> {
    const listing = await this.tried(folder, this.host.files.list(folder, { max: mostNames, signal: this.signal }));
    return (listing?.entries ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** null where there is nothing to look at, and where the look failed, which is noted; a stopped run and a bug still end it. */
  async tried<T>(path: string, looking: Promise<T>): Promise<T | null> {
    try {
      return await looking;
    } catch (error) {
      if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug') throw error;
      // A folder or device under a file's name is read by nobody.
      if (error.gap !== 'absent' && error.gap !== 'unsupported') {
        this.note(path, error.why, error.gap === 'denied' && this.host.me.uid !== 0);
      }
      return null;
    }
  }

  /** Something that is there and does not tell what it should. */
  note(path: string, why: string, beyond = false): void {
    if (this.#noted.size < mostNoted) this.#noted.set(path, { path, why, beyond });
  }
}
