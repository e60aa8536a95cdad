/** Folders of the system whose entries a layout may add to and take from, inside the lab's mount namespace alone. */
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asRoot } from '../lab.js';
import { run } from '../process.js';

export class Covers {
  private readonly covered: string[] = [];

  /**
   * Covers a folder with an empty one in which every former entry is mounted again, but for those named. For a folder whose own entries lie
   * on the machine's disk and must stay as they are.
   */
  async open(folder: string, without: readonly string[] = []): Promise<void> {
    const cover = await this.emptyLike(folder);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (without.includes(entry.name)) continue;
      const [from, to] = [join(folder, entry.name), join(cover, entry.name)];
      if (entry.isDirectory()) {
        await mkdir(to);
        await run('mount', ['--rbind', from, to]);
      } else if (entry.isFile()) {
        await writeFile(to, '');
        await run('mount', ['--bind', from, to]);
      } else if (entry.isSymbolicLink()) await cp(from, to, { verbatimSymlinks: true });
    }
    await this.put(cover, folder);
  }

  /** Covers a folder with a copy of it, links as they are: for configuration, which is small. */
  async copy(folder: string, without: readonly string[] = []): Promise<void> {
    const cover = await this.emptyLike(folder);
    // What may not be read is not copied.
    await run('cp', ['-a', ...(asRoot ? [] : ['--no-preserve=ownership']), `${folder}/.`, cover]).catch(() => '');
    for (const name of without) await rm(join(cover, name), { recursive: true, force: true });
    await this.put(cover, folder);
  }

  /** Everything as it was. */
  async remove(): Promise<void> {
    for (const folder of this.covered.splice(0).reverse()) await run('umount', ['-R', '-l', folder]);
  }

  private async emptyLike(folder: string): Promise<string> {
    const cover = await mkdtemp('/run/lab-cover-');
    await run('mount', ['-t', 'tmpfs', 'tmpfs', cover]);
    const seen = await stat(folder);
    await chmod(cover, seen.mode & 0o7777);
    if (asRoot) await chown(cover, seen.uid, seen.gid);
    return cover;
  }

  private async put(cover: string, folder: string): Promise<void> {
    await run('mount', ['--move', cover, folder]);
    await rm(cover, { recursive: true });
    this.covered.push(folder);
  }
}
