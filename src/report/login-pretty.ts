/** The answer of `login` for people. */
import { Chalk } from 'chalk';
import { loginIds } from '../knowledge/login.js';
import { ascii } from './ascii.js';
import type { LoginDocument } from './login-document.js';
import { marksFor } from './marks.js';
import { plain } from './plain-text.js';
import { stepLines } from './steps.js';
import type { View } from './view.js';
import { wrap } from './wrap.js';

const signs = { valid: 'pass', invalid: 'fail', undetermined: 'unknown' } as const;

/** Text that ends with a line break. */
export function renderLogin(login: LoginDocument, view: Pick<View, 'colour' | 'unicode' | 'width' | 'quiet' | 'verbose'>): string {
  const { width, quiet, verbose } = view;
  const shown = (text: string): string => (view.unicode ? plain(text) : ascii(plain(text)));
  const said = login.message === login.title ? '' : `: ${login.message}`;
  if (quiet) return `${shown(`${login.verdict}${login.verdict === 'valid' ? '' : `: ${login.title}${said}`}`)}\n`;
  const c = new Chalk({ level: view.colour ? 1 : 0 });
  const colour = { valid: c.green, invalid: c.red, undetermined: c.magenta }[login.verdict];
  const mark = marksFor(view)[signs[login.verdict]];
  const way = login.via === 'api' ? 'over the API' : 'by localAPI, on the server';
  const head = [
    `${c.bold('whmcs-doctor')} ${login.tool.version}  ${shown(login.where)}`,
    c.dim(
      shown(
        [login.whmcsVersion === null ? null : `WHMCS ${login.whmcsVersion}`, `ValidateLogin ${way}`]
          .filter((part) => part !== null)
          .join(' · '),
      ),
    ),
  ];
  const title = wrap(shown(login.title), width, `${mark} `, '  ').map((line) => colour.bold(line));
  const rows = facts(login, verbose).flatMap(([name, value]) => wrap(shown(value), width, `    ${name.padEnd(24)}`, ' '.repeat(28)));
  const parts = [
    head,
    [...title, ...(rows.length === 0 ? [] : ['', ...rows])],
    [`  ${c.bold('what it means')}`, ...wrap(shown(login.explanation), width, '    ', '    ')],
    ...(login.nextSteps.length === 0 ? [] : [[`  ${c.bold('next steps')}`, ...stepLines(login.nextSteps, { c, width, margin: 4, shown })]]),
    [`  ${c.bold('more')}`, ...login.docs.map((address) => `    ${c.dim(address)}`)],
  ];
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function facts(login: LoginDocument, verbose: boolean): readonly (readonly [string, string])[] {
  const time: readonly (readonly [string, string])[] = verbose ? [['took', `${(login.durationMs / 1000).toFixed(1)} s`]] : [];
  if (login.verdict !== 'valid') return [...(login.message === login.title ? [] : [['WHMCS says', login.message] as const]), ...time];
  const { userId, userIdIs, contactId, twoFactorEnabled, sessionTokenReturned, sessionIpValidation } = login;
  const id = loginIds[userIdIs ?? 'either'];
  return [
    [id.name, `${userId ?? ''}${id.remark}`],
    ...(contactId === null ? [] : [['contact id', String(contactId)] as const]),
    ['two-factor', twoFactorEnabled === null ? 'unknown' : twoFactorEnabled ? 'on' : 'off'],
    ['session token', sessionTokenReturned ? 'returned (it is not shown)' : 'not returned'],
    ...(sessionIpValidation === null
      ? []
      : [
          [
            'session IP validation',
            sessionIpValidation === 'unknown' ? `unknown (${login.sessionIpSource ?? ''})` : sessionIpValidation,
          ] as const,
        ]),
    ...time,
  ];
}
