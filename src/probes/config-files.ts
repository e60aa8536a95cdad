/** Reads configuration that is spread over files, below one root (a container's, where the server runs in one), within limits. */
import path from 'node:path';
import { LookFailed } from '../logic/failure.js';
import { globMatches, isGlob, type ConfigText, type LoadConfig } from '../parse/config-source.js';
import type { As, Host } from '../model.js';

const atOnce = 6;
const maxFileBytes = 2_000_000;
const maxFiles = 1000;
const maxMatches = 500;
const maxEntries = 5000;

/** Folders of the system whose links lead to other places of the system. */
const systemFolders = ['/etc', '/usr', '/opt', '/var/cpanel', '/var/lib'];

export class ConfigFiles {
  /** Files that are there and could not be read. */
  readonly refused: string[] = [];
  /** Why the first of them could not; null: all could. */
  refusal: LookFailed | null = null;
  private readonly known = new Map<string, Promise<ConfigText | null>>();

  constructor(
    private readonly host: Host,
    private readonly signal: AbortSignal,
    /** Empty for this machine; `/proc/PID/root` for another root. Paths handed in and out are as seen from there. */
    readonly root = '',
  ) {}

  readonly load: LoadConfig = async (pattern) => {
    const paths = await this.paths(pattern);
    const texts: ConfigText[] = [];
    for (let start = 0; start < paths.length; start += atOnce) {
      const some = await Promise.all(paths.slice(start, start + atOnce).map((found) => this.read(found)));
      texts.push(...some.filter((text) => text !== null));
    }
    return texts;
  };

  /** null: not there, or not to be read (then named in `refused`). */
  read(file: string): Promise<ConfigText | null> {
    const before = this.known.get(file);
    if (before) return before;
    const reading = this.known.size >= maxFiles ? Promise.resolve(null) : this.readNow(file);
    this.known.set(file, reading);
    return reading;
  }

  /** Paths that a shell pattern leads to, sorted; a folder stands for itself. */
  async paths(pattern: string): Promise<readonly string[]> {
    let found = [''];
    for (const part of pattern.split('/').filter((piece) => piece !== '')) {
      if (!isGlob(part)) {
        found = found.map((base) => `${base}/${part}`);
        continue;
      }
      const next = await Promise.all(
        found.map(async (base) => (await this.names(base)).filter((name) => globMatches(part, name)).map((name) => `${base}/${name}`)),
      );
      found = next.flat().slice(0, maxMatches);
    }
    return found.sort();
  }

  async names(folder: string): Promise<readonly string[]> {
    try {
      const { entries } = await this.host.files.list(this.root + (folder || '/'), { max: maxEntries, signal: this.signal });
      return entries.map((entry) => entry.name).sort();
    } catch (error) {
      if (!(error instanceof LookFailed) || this.signal.aborted) throw error;
      if (error.gap !== 'absent' && error.gap !== 'unsupported') this.note(folder, error);
      return [];
    }
  }

  async exists(file: string): Promise<boolean> {
    try {
      return (await this.host.files.stat(this.root + file, { follow: true, signal: this.signal })) !== null;
    } catch (error) {
      if (error instanceof LookFailed && !this.signal.aborted) return false;
      throw error;
    }
  }

  private note(path: string, error: LookFailed): void {
    this.refused.push(path);
    this.refusal ??= error;
  }

  private async readNow(file: string): Promise<ConfigText | null> {
    const real = this.root + file;
    try {
      const stat = await this.host.files.stat(real, { signal: this.signal });
      if (stat === null) return null;
      // What belongs to an account is read with that account's rights: a link of its own must not lead root to foreign files.
      const as: As | null = this.host.me.uid === 0 && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : null;
      const system = systemFolders.find((folder) => file.startsWith(`${folder}/`));
      const { bytes } = await this.host.files.read(real, {
        maxBytes: maxFileBytes,
        within: this.root + (as === null && system !== undefined ? (system.startsWith('/var') ? system : '/') : path.posix.dirname(file)),
        signal: this.signal,
        ...(as === null ? {} : { as }),
      });
      return { path: file, text: Buffer.from(bytes).toString('utf8') };
    } catch (error) {
      if (!(error instanceof LookFailed) || this.signal.aborted) throw error;
      if (error.gap !== 'absent' && error.gap !== 'unsupported') this.note(file, error);
      return null;
    }
  }
}
