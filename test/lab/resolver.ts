/** The lab's resolver: dnsmasq, which knows the names it was told and no other. */
import { Resolver } from 'node:dns/promises';
import { writeFile } from 'node:fs/promises';
import { start, until, type Running } from './process.js';

const address = '127.0.0.53';

export class Names {
  private daemon: Running | null = null;
  private readonly file: string;
  private generation = 0;

  private readonly records = new Map<string, readonly string[]>();

  constructor(folder: string) {
    this.file = `${folder}/names`;
  }

  async open(log: string): Promise<void> {
    await this.write();
    // Answers from the file alone; every other name does not exist.
    const command = [
      'dnsmasq',
      '--no-daemon',
      '-C',
      '/dev/null',
      `--listen-address=${address}`,
      '--bind-interfaces',
      '--no-resolv',
      '--no-hosts',
    ];
    const me = process.getuid?.() === 0 ? ['--user=root', '--group=root'] : [];
    this.daemon = await start({
      name: 'dnsmasq',
      command: [...command, `--addn-hosts=${this.file}`, '--local=/#/', '--pid-file', ...me],
      log,
      ready: () => this.current(),
    });
  }

  /** Changes records (null: the name exists no more) and returns when they are answered. */
  async set(changes: Readonly<Record<string, readonly string[] | null>>): Promise<void> {
    for (const [name, addresses] of Object.entries(changes)) {
      if (addresses === null) this.records.delete(name);
      else this.records.set(name, addresses);
    }
    await this.write();
    this.daemon?.signal('SIGHUP');
    await until(() => this.current(), 'dnsmasq does not answer with the new records');
  }

  /** Forgets every record and takes these. */
  async replace(records: Readonly<Record<string, readonly string[]>>): Promise<void> {
    this.records.clear();
    await this.set(records);
  }

  async close(): Promise<void> {
    await this.daemon?.stop();
    this.daemon = null;
  }

  private async write(): Promise<void> {
    this.generation += 1;
    const lines = [...this.records].flatMap(([name, addresses]) => addresses.map((each) => `${each} ${name}\n`));
    await writeFile(this.file, `${lines.join('')}127.1.0.${this.generation % 250} generation-${this.generation}.lab\n`);
  }

  private async current(): Promise<boolean> {
    const resolver = new Resolver({ timeout: 200, tries: 1 });
    resolver.setServers([address]);
    const seen = await resolver.resolve4(`generation-${this.generation}.lab`).catch(() => []);
    return seen.length === 1;
  }
}
