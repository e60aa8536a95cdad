/** Denials of SELinux in the audit log: type=AVC lines. https://www.kernel.org/doc/html/latest/admin-guide/LSM/SELinux.html */
import { printable } from '../logic/http-answer.js';

export interface AvcDenial {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly command: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly objectClass: string;
  readonly permission: string;
  /** "sess_…" for a session's file, whose name is a secret. */
  readonly name: string | null;
  readonly port: number | null;
}

const longestLine = 8192;
const most = 5000;

/** Denials that were enforced, in the order of the log, at most the last 5000. A line that was cut at the beginning is no line. */
export function parseAvcDenials(text: string): readonly AvcDenial[] {
  const found: AvcDenial[] = [];
  for (const line of text.split('\n')) {
    if (line.length > longestLine || !line.startsWith('type=AVC ') || !line.includes(' denied ')) continue;
    // A permissive domain writes the same line and lets it happen.
    if (/ permissive=1\b/.test(line)) continue;
    const seconds = /msg=audit\((\d{1,12})\.(\d{3}):\d{1,12}\)/.exec(line);
    const permission = / denied[ ]{1,4}\{ ([a-z_ ]{1,200}?) \} for /.exec(line)?.[1];
    const sourceType = typeOf(field(line, 'scontext'));
    const objectClass = field(line, 'tclass');
    if (seconds === null || permission === undefined || sourceType === null || objectClass === null) continue;
    const port = /^\d{1,5}$/.exec(field(line, 'dest') ?? '')?.[0];
    found.push({
      atMs: Number(seconds[1]) * 1000 + Number(seconds[2]),
      command: printable(named(line, 'comm') ?? '', 40),
      sourceType,
      targetType: typeOf(field(line, 'tcontext')) ?? '',
      objectClass: printable(objectClass, 40),
      permission,
      name: shown(named(line, 'name') ?? named(line, 'path')),
      port: port === undefined ? null : Number(port),
    });
  }
  return found.slice(-most);
}

function field(line: string, name: string): string | null {
  const at = line.indexOf(` ${name}=`);
  return at < 0 ? null : (/^[^\s"]{1,300}/.exec(line.slice(at + name.length + 2, at + name.length + 302))?.[0] ?? null);
}

/** The log writes a name in quotes, or in hexadecimal where it holds something else than plain characters. */
function named(line: string, name: string): string | null {
  const at = line.indexOf(` ${name}=`);
  if (at < 0) return null;
  const written = line.slice(at + name.length + 2, at + name.length + 4100);
  const plain = /^"([^"\n]{0,4096})"/.exec(written)?.[1];
  if (plain !== undefined) return plain;
  const hex = /^(?:[0-9A-F]{2}){1,2048}(?=\s|$)/.exec(written)?.[0];
  return hex === undefined ? null : Buffer.from(hex, 'hex').toString('utf8');
}

function shown(name: string | null): string | null {
  const last = name
    ?.split('/')
    .filter((part) => part !== '')
    .at(-1);
  if (last === undefined) return null;
  return last.startsWith('sess_') ? 'sess_…' : printable(last, 80);
}

/** user:role:type:level */
function typeOf(context: string | null): string | null {
  const type = context?.split(':')[2];
  return type !== undefined && /^\w{1,80}$/.test(type) ? type : null;
}
