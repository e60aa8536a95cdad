/** Whether a line of the audit is what the plan announced. */

export interface PlanItem {
  readonly kind: string;
  readonly what: string;
  readonly covers: readonly string[];
  readonly for: readonly string[];
}

export interface AuditLine {
  readonly fact: string;
  readonly kind: string;
  readonly what: string;
}

/** "2026-11-22T14:00:00.000Z sessions.store read /var/lib/php": the fact is "-" before the first look. */
export function auditLine(line: string): AuditLine {
  const match = /^\S+Z (\S+) (read|run|query|contact|write) (.*)$/s.exec(line);
  if (match === null) throw new Error(`no line of an audit: ${line}`);
  const [, fact = '', kind = '', what = ''] = match;
  return { fact, kind, what };
}

/** `places`: patterns for the names in angle brackets. */
export function isAnnounced(line: AuditLine, plan: readonly PlanItem[], places: Readonly<Record<string, readonly string[]>>): boolean {
  return plan
    .filter((item) => item.kind === line.kind && (line.fact === '-' || item.for.includes(line.fact)))
    .flatMap((item) => item.covers)
    .flatMap((pattern) => filled(pattern, places))
    .some((pattern) => covers(pattern, line));
}

function filled(pattern: string, places: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const name = /<([^<>]+)>/.exec(pattern)?.[1];
  if (name === undefined) return [pattern];
  return (places[name] ?? []).flatMap((value) => filled(pattern.replace(`<${name}>`, value), places));
}

function covers(pattern: string, { kind, what }: AuditLine): boolean {
  const text = what.replace(/(?:\\n|\s)+/g, ' ').trim();
  if (glob(pattern).test(text)) return true;
  if (kind !== 'contact') return false;
  // a request is announced with its connection; the name of the host stands in both
  const request = /^\S+ (https?|http\*|ntp):\/\/(\[[^\]]+\]|[^/:]+)(?::(\d+))?(?:\/.*)?$/.exec(pattern);
  const [, , host = ''] = request ?? [];
  return request !== null && (glob(`tcp ${host} *`).test(text) || glob(`udp ${host} *`).test(text));
}

/** `*` stops at a slash, `**` does not; the spaces of statements are any. */
function glob(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 's');
}
