/** The templates of the mails that sign-up, orders and password resets send. Subjects and texts do not leave this file. */
import { defineProbe, LookFailed } from '../index.js';
import { unbalanced } from '../parse/smarty-balance.js';
import type { MailTemplate, Row } from '../model.js';

/** Template → whether it counts where it is missing: names of the others differ between versions. */
export const knownTemplates: readonly { readonly name: string; readonly always: boolean; readonly reset: boolean }[] = [
  { name: 'Password Reset Validation', always: true, reset: true },
  { name: 'Password Reset Confirmation', always: false, reset: false },
  { name: 'Client Signup Email', always: true, reset: false },
  { name: 'Order Confirmation', always: true, reset: false },
  { name: 'Client Email Address Verification', always: false, reset: false },
  { name: 'Email Address Verification', always: false, reset: false },
];
const longestBody = 60_000;

export default defineProbe({
  fact: 'mail.templates',
  vantage: 'database',
  title: 'the templates of general mails',
  needs: ['database.schema'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: `SELECT of the templates ${knownTemplates.map(({ name }) => name).join(', ')} from tblemailtemplates`,
      covers: ['SELECT ** FROM tblemailtemplates **'],
    },
  ],
  async observe({ host, have, signal }) {
    const columns = have['database.schema'].tables['tblemailtemplates'] ?? [];
    const has = (column: string): boolean => columns.includes(column);
    if (!['name', 'subject', 'message'].every(has)) {
      throw new LookFailed('absent', 'the database has no table tblemailtemplates with the columns name, subject and message', {
        beyond: true,
      });
    }
    const wanted = [
      'LEFT(name, 200) AS name',
      'CHAR_LENGTH(TRIM(subject)) AS subject',
      `LEFT(message, ${longestBody}) AS body`,
      ...['disabled', 'custom'].filter(has),
      ...(has('language') ? ["COALESCE(language, '') AS language"] : []),
    ];
    const rows = await host.database.select(
      'whmcs',
      `SELECT ${wanted.join(', ')} FROM tblemailtemplates WHERE name IN (${knownTemplates.map(() => '?').join(', ')}) LIMIT 200`,
      knownTemplates.map(({ name }) => name),
      signal,
    );
    // Custom templates are the operator's own, whatever they are called; translations count only where nothing else is there.
    const found = knownTemplates.map(({ name }) => {
      const same = rows.filter((row) => isNamed(row, name) && Number(row['custom'] ?? 0) === 0);
      return same.find((row) => String(row['language'] ?? '') === '') ?? same[0] ?? null;
    });
    if (found.every((row) => row === null)) {
      throw new LookFailed('absent', 'tblemailtemplates holds none of the known templates', { beyond: true });
    }
    const present = found.filter((row) => row !== null).length;
    const templates = knownTemplates.flatMap(({ name, always, reset }, index): readonly MailTemplate[] => {
      const row = found[index] ?? null;
      if (row !== null) return [{ name, reset, ...stateOf(row) }];
      // One of few that has another name in this version is not missing.
      return always && present >= 2 ? [{ name, reset, state: 'missing', why: null }] : [];
    });
    return { value: { templates }, source: 'tblemailtemplates' };
  },
});

function isNamed(row: Row, name: string): boolean {
  return String(row['name'] ?? '').toLowerCase() === name.toLowerCase();
}

function stateOf(row: Row): Pick<MailTemplate, 'state' | 'why'> {
  const body = String(row['body'] ?? '');
  if (Number(row['disabled'] ?? 0) > 0) return { state: 'disabled', why: null };
  if (body.replace(/<(?!img)[^<>]*>|&nbsp;|\s/gi, '') === '') return { state: 'body-empty', why: null };
  if (Number(row['subject'] ?? 0) === 0) return { state: 'subject-empty', why: null };
  const why = body.length >= longestBody ? null : unbalanced(body);
  return why === null ? { state: 'usable', why: null } : { state: 'body-broken', why };
}
