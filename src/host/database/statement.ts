/** The statements that may be sent: one SELECT, SHOW or SET SESSION that reads, waits for nothing and locks nothing. */
import { LookFailed } from '../../logic/failure.js';

const longest = 64 * 1024;

/**
 * Quoted text and names, with doubled and escaped quotes. A quote that is never closed reaches to the end (and is refused by what it leaves):
 * so every quote matches where it begins, and no text is read twice.
 */
const quoted = /'(?:[^'\\]|\\.|'')*(?:'|(\\?$))|"(?:[^"\\]|\\.|"")*(?:"|(\\?$))|`(?:[^`]|``)*(?:`|($))/gs;

/** Comments can hide anything (MySQL runs what stands in some of them), a semicolon begins a second statement, := assigns. */
const never = /['"`;#]|--|\/\*|:=/;

/** Words that write, lock or wait although the statement begins with SELECT or SHOW. */
const forbidden =
  /\b(?:INTO|OUTFILE|DUMPFILE|LOAD_FILE|FOR\s+UPDATE|FOR\s+SHARE|LOCK\s+IN|SLEEP|BENCHMARK|GET_LOCK|RELEASE_LOCK|RELEASE_ALL_LOCKS|IS_USED_LOCK|IS_FREE_LOCK|MASTER_POS_WAIT|MASTER_GTID_WAIT|SOURCE_POS_WAIT|WAIT_FOR_EXECUTED_GTID_SET|WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS|NEXTVAL|SETVAL|LASTVAL|NEXT\s+VALUE|LAST_INSERT_ID|PROCEDURE\s+ANALYSE|SYS_EXEC|SYS_EVAL)\b/i;

/** Of this session alone, and none that lets more through. */
const assignment = String.raw`(?:SESSION\s+)?(?:max_statement_time|max_execution_time|lock_wait_timeout|sql_select_limit|sql_mode)\s*=\s*(?:\d+(?:\.\d+)?|Q)`;
const setSession = new RegExp(String.raw`^SET\s+SESSION\s+(?:TRANSACTION\s+READ\s+ONLY|${assignment}(?:\s*,\s*${assignment})*)$`, 'i');

/** Throws LookFailed `bug` for a statement that this program may not send: its own fault, never the subject's. */
export function assertReadOnly(sql: string): void {
  const refuse = (why: string): never => {
    throw new LookFailed('bug', `a statement was not sent: ${why}`);
  };
  if (sql.length > longest) refuse('it is too long');
  if (sql.includes('\0')) refuse('it holds a NUL');
  const bare = sql
    .replace(quoted, (...[, text, name, tick]: readonly (string | undefined)[]) => ((text ?? name ?? tick) === undefined ? 'Q' : "'"))
    .trim();
  if (never.test(bare)) refuse('it holds a comment, an open quote, an assignment or a second statement');
  if (/^SET\b/i.test(bare)) {
    if (!setSession.test(bare)) refuse('of SET only a few settings of the own session are allowed');
    return;
  }
  if (!/^(?:SELECT|SHOW)\s/i.test(bare)) refuse('only SELECT, SHOW and SET SESSION are allowed');
  const word = forbidden.exec(bare);
  if (word !== null) refuse(`${word[0].toUpperCase()} is not allowed`);
}
