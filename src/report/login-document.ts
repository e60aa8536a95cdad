/** The answer of `login` as a document, whmcs-doctor/login/1: what -f json prints and what the format for people shows. */
import {
  loginDocs,
  loginIds,
  loginInvalid,
  loginOldContact,
  loginPrinted,
  loginSessionIp,
  loginTroubles,
  loginTwoFactor,
  loginTwoFactorOdd,
  loginTwoFactorToken,
  loginTwoFactorUnsaid,
  loginValid,
  loginWithoutToken,
  type LoginText,
} from '../knowledge/login.js';
import type { LoginFills, LoginOutcome, LoginReport, LoginTrouble, LoginVia, NextStep } from '../model.js';

export interface LoginDocument {
  readonly schema: 'whmcs-doctor/login/1';
  readonly tool: { readonly name: 'whmcs-doctor'; readonly version: string };
  readonly via: LoginVia;
  readonly where: string;
  readonly whmcsVersion: string | null;
  readonly verdict: LoginOutcome['verdict'];
  readonly exitCode: number;
  /** Why it is undetermined. */
  readonly trouble: LoginTrouble | null;
  readonly result: 'success' | 'error';
  readonly userId: number | null;
  /** What the number is the id of. */
  readonly userIdIs: keyof typeof loginIds | null;
  readonly contactId: number | null;
  readonly twoFactorEnabled: boolean | null;
  readonly sessionTokenReturned: boolean;
  /** on, off, unknown; null: not looked up, for there is no token that it could spoil. */
  readonly sessionIpValidation: 'on' | 'off' | 'unknown' | null;
  /** Where that was read, or why it could not be. */
  readonly sessionIpSource: string | null;
  /** WHMCS's own words; where there are none, what happened in ours. */
  readonly message: string;
  readonly title: string;
  readonly explanation: string;
  readonly nextSteps: readonly NextStep[];
  readonly docs: readonly string[];
  readonly durationMs: number;
}

/** login: 0 valid, 2 invalid, 3 undetermined. */
const exitCodes = { valid: 0, invalid: 2, undetermined: 3 } as const;

/**
 * `seal` takes secrets out of what came from outside, `sealAnswer` out of what WHMCS said. Our own words are not sealed: a password that is one of
 * them would be betrayed by the gap.
 */
export function loginDocument(
  report: LoginReport,
  version: string,
  seal: (text: string) => string,
  sealAnswer: (text: string) => string = seal,
): LoginDocument {
  const { outcome, sessionIp } = report;
  const text = textOf(outcome);
  const fills = fillsOf(outcome);
  const filled = (words: string): string => sentence(fill(words, fills, sealAnswer));
  const said = outcome.verdict === 'valid' ? null : outcome.message;
  return {
    schema: 'whmcs-doctor/login/1',
    tool: { name: 'whmcs-doctor', version },
    via: report.via,
    where: seal(report.where),
    whmcsVersion: report.whmcsVersion === null ? null : seal(report.whmcsVersion),
    verdict: outcome.verdict,
    exitCode: exitCodes[outcome.verdict],
    trouble: outcome.verdict === 'undetermined' ? outcome.trouble : null,
    ...seen(report),
    sessionIpValidation: sessionIp === null ? null : sessionIp.on === null ? 'unknown' : sessionIp.on ? 'on' : 'off',
    sessionIpSource: sessionIp === null ? null : seal(sessionIp.source),
    message: said === null || said === '' ? text.title : documented.has(said) ? said : sealAnswer(said),
    title: text.title,
    explanation: [text.explanation, ...remarks(report)].map(filled).join(' '),
    nextSteps: text.steps.map(({ text: words, command, risk }) => ({
      text: filled(words),
      ...(command === undefined ? {} : { command: typed(fill(command, fills, sealAnswer), report, seal) }),
      risk,
    })),
    docs: loginDocs,
    durationMs: report.durationMs,
  };
}

function fillsOf(outcome: LoginOutcome): LoginFills {
  const printed = outcome.printed === undefined ? {} : { printed: outcome.printed };
  if (outcome.verdict === 'valid') return { ...printed, ...(outcome.twoFactorOdd === undefined ? {} : { said: outcome.twoFactorOdd }) };
  if (outcome.verdict === 'invalid') return printed;
  return { ...outcome.fills, ...printed, ...(outcome.message === null ? {} : { message: outcome.message }) };
}

/** The documented words of WHMCS hold no secret. */
const documented: ReadonlySet<string> = new Set(['Email or Password Invalid']);

function textOf(outcome: LoginOutcome): LoginText {
  switch (outcome.verdict) {
    case 'valid':
      return loginValid;
    case 'invalid':
      return loginInvalid;
    case 'undetermined':
      return loginTroubles[outcome.trouble];
    default:
      return outcome satisfies never;
  }
}

type Seen = Pick<LoginDocument, 'result' | 'userId' | 'userIdIs' | 'contactId' | 'twoFactorEnabled' | 'sessionTokenReturned'>;

function seen({ outcome, whmcsVersion }: LoginReport): Seen {
  if (outcome.verdict !== 'valid')
    return { result: 'error', userId: null, userIdIs: null, contactId: null, twoFactorEnabled: null, sessionTokenReturned: false };
  const { userId, contactId, twoFactorEnabled, sessionTokenReturned } = outcome;
  return { result: 'success', userId, userIdIs: idKind(contactId, whmcsVersion), contactId, twoFactorEnabled, sessionTokenReturned };
}

/** Users came with 8.0; a contact is only named before. */
function idKind(contactId: number | null, version: string | null): keyof typeof loginIds {
  if (contactId !== null) return 'client';
  const major = /^(\d{1,3})\./.exec(version ?? '')?.[1];
  if (major === undefined) return 'either';
  return Number(major) >= 8 ? 'user' : 'client';
}

/** What the particulars of an answer mean. */
function remarks({ outcome, via, sessionIp }: LoginReport): readonly string[] {
  const printed = outcome.printed === undefined ? [] : [loginPrinted];
  if (outcome.verdict !== 'valid') return printed;
  const { sessionTokenReturned, contactId } = outcome;
  return [
    ...twoFactorRemarks(outcome),
    ...(contactId === null ? [] : [loginOldContact]),
    ...(sessionTokenReturned ? [tokenRemark(via, sessionIp)] : []),
    ...printed,
  ];
}

type Valid = Extract<LoginOutcome, { readonly verdict: 'valid' }>;

function twoFactorRemarks({ twoFactorEnabled, twoFactorOdd, sessionTokenReturned }: Valid): readonly string[] {
  if (twoFactorEnabled === true) return [sessionTokenReturned ? loginTwoFactorToken : loginTwoFactor];
  const unsaid = twoFactorOdd === undefined ? loginTwoFactorUnsaid : loginTwoFactorOdd;
  return [...(twoFactorEnabled === null ? [unsaid] : []), ...(sessionTokenReturned ? [] : [loginWithoutToken])];
}

function tokenRemark(via: LoginVia, sessionIp: LoginReport['sessionIp']): string {
  if (via === 'local') return loginSessionIp.local;
  const on = sessionIp?.on ?? null;
  return on === null ? loginSessionIp.unknown : on ? loginSessionIp.on : loginSessionIp.off;
}

/** Puts sealed words into the places of a text. */
function fill(text: string, fills: LoginFills, seal: (text: string) => string): string {
  return text.replace(/\{([a-z]+)\}/g, (place, name: string) => {
    if (!Object.hasOwn(fills, name)) return place;
    const words = fills[name] ?? '';
    return words === '' ? 'nothing' : seal(words);
  });
}

/** A command to copy: with the folder and the address of this run, where a shell takes them for one word. */
function typed(command: string, { folder, email }: LoginReport, seal: (text: string) => string): string {
  const word = (text: string | null, place: string): string => (text !== null && /^[\w./@+-]+$/.test(text) ? seal(text) : place);
  return command.replace('FOLDER', () => word(folder, 'FOLDER')).replace('EMAIL', () => word(email, 'EMAIL'));
}

/** Begins with a capital; a filled-in sentence that ends with a stop of its own does not get another. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/([.!?])\.(?=\s|$)/g, '$1');
}
