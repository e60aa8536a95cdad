/**
 * What a host answered to each look of each probe: recorded in the lab, so that faults can begin in the middle of a real conversation.
 * `npm run record` makes the recording anew.
 */
import { LookFailed } from '../../src/logic/failure.js';
import type { FactId, FileBytes, GapCode, Host, Identity, RunOptions } from '../../src/model.js';

/** How one look ended. */
export type Answer =
  | { readonly is: 'value'; readonly value: unknown }
  /** What files.read gave: its bytes as text where they are, else in base64. */
  | { readonly is: 'bytes'; readonly text?: string; readonly base64?: string; readonly value: Omit<FileBytes, 'bytes'> }
  | { readonly is: 'failed'; readonly gap: GapCode; readonly why: string; readonly beyond?: true };

/** Looks of one probe → their answers in the order given. */
export type Looks = Readonly<Record<string, readonly Answer[]>>;

export interface Recording {
  /** What the operator asked for. */
  readonly options: Pick<RunOptions, 'target' | 'url' | 'user' | 'admin' | 'visitorIp' | 'usedUrl' | 'webProbe' | 'origin'>;
  readonly me: Identity;
  readonly probes: {
    readonly [K in FactId]?: {
      /** When it began, of the machine's clock. */
      readonly now: number;
      readonly looks: Looks;
    };
  };
}

/** The parts of a host that look, each with its operations. */
export const lookingParts = ['files', 'shell', 'net', 'database', 'scripts'] as const;

/** Names a look by what it is about; times, limits, rights and texts that hold random names are left out. */
export function lookName(part: string, operation: string, given: readonly unknown[]): string {
  const [first, second, third] = given;
  const name = `${part}.${operation}`;
  if (part === 'scripts') return name;
  if (operation === 'run' && first === 'php') return `${name} php`;
  if (part === 'database') return operation === 'select' ? `${name} ${String(second)}` : name;
  if (operation === 'http') {
    const { method = 'GET', url } = first as { readonly method?: string; readonly url: string };
    return `${name} ${method} ${url.replace(/[0-9a-f]{16,}/g, '…')}`;
  }
  const said = [first, second, third].filter((one) => typeof one === 'string' || typeof one === 'number' || Array.isArray(one));
  const place = typeof first === 'object' && first !== null && !Array.isArray(first) ? first : {};
  const whereabouts = Object.entries(place as Readonly<Record<string, unknown>>)
    .filter(([key, value]) => ['host', 'port', 'socket'].includes(key) && (typeof value === 'string' || typeof value === 'number'))
    .map(([, value]) => value as string | number);
  return [name, ...whereabouts, ...said.map((one) => (Array.isArray(one) ? JSON.stringify(one) : one))].join(' ');
}

/** The host, which notes every answer under the look's name, and what its clocks showed. */
export function recordingHost(host: Host, looks: Record<string, Answer[]>): Host {
  const noted = (name: string, value: number): number => {
    (looks[name] ??= []).push({ is: 'value', value });
    return value;
  };
  const clocks = { now: () => noted('now', host.now()), elapsed: () => noted('elapsed', host.elapsed()) };
  const parts = lookingParts.map((part) => [part, recordingPart(part, host[part], looks)]);
  return { ...host, ...clocks, ...(Object.fromEntries(parts) as Pick<Host, (typeof lookingParts)[number]>) };
}

function recordingPart<T extends object>(part: string, component: T, looks: Record<string, Answer[]>): T {
  return new Proxy(component, {
    get: (target, key) => {
      const operation = Reflect.get(target, key) as unknown;
      if (typeof operation !== 'function' || typeof key !== 'string') return operation;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const note = (answer: Answer): void => void (looks[lookName(part, key, given)] ??= []).push(answer);
        try {
          const value = (await operation.apply(target, given)) as unknown;
          note(recorded(namedAnew(value, given, randomName)));
          return value;
        } catch (error) {
          if (!(error instanceof LookFailed)) throw error;
          note({ is: 'failed', gap: error.gap, why: error.why, ...(error.more.beyond ? { beyond: true } : {}) });
          throw error;
        }
      };
    },
  });
}

/** A name that was made up for one request. */
const madeUp = /[0-9a-f]{16,}/;
const randomName = '{made up}';

/** What an answer repeats of the name in its request, replaced by that of another request. */
export function namedAnew(value: unknown, given: readonly unknown[], name?: string): unknown {
  const [request] = given;
  const url = typeof request === 'object' && request !== null && 'url' in request ? String(request.url) : '';
  const own = madeUp.exec(url)?.[0];
  if (own === undefined) return value;
  const [from, to] = name === undefined ? [randomName, own] : [own, name];
  return JSON.parse(JSON.stringify(value).replaceAll(from, to));
}

function recorded(value: unknown): Answer {
  if (typeof value !== 'object' || value === null || !('bytes' in value) || !(value.bytes instanceof Uint8Array))
    return { is: 'value', value };
  const { bytes, ...more } = value as FileBytes;
  const text = Buffer.from(bytes).toString('utf8');
  const isText = Buffer.from(text).equals(bytes) && !text.includes('\0');
  return { is: 'bytes', ...(isText ? { text: withoutComments(text) } : { base64: Buffer.from(bytes).toString('base64') }), value: more };
}

/** The configuration files that a distribution ships are mostly comments. */
function withoutComments(text: string): string {
  return text.length < 3000 ? text : text.replace(/^[ \t]*(?:[;#].*)?\n/gm, '');
}

/** The answer as it was given. */
export function replayed(answer: Answer): unknown {
  switch (answer.is) {
    case 'value':
      return structuredClone(answer.value);
    case 'bytes':
      return { ...answer.value, bytes: answer.text === undefined ? Buffer.from(answer.base64 ?? '', 'base64') : Buffer.from(answer.text) };
    case 'failed':
      throw new LookFailed(answer.gap, answer.why, answer.beyond ? { beyond: true } : {});
  }
}
