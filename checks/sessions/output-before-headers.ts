import { defineCheck, fail, pass, skip, warn, type PrintedError } from '../../src/index.js';
import { changedLast } from '../../src/logic/changed-last.js';
import { beganWithMessage, buffers, isHeadersSent, outputSources, startedAt, startsNoSession } from '../../src/logic/early-output.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { logLine, recentMessage } from '../../src/logic/session-log.js';
import { persistence } from '../../src/logic/session-persistence.js';

/** A few bytes too early cost a log-in only where nothing holds them back: the page decides, the files explain. */
export default defineCheck({
  id: 'output-before-headers',
  area: 'sessions',
  title: { pass: 'Nothing is sent before PHP can set its cookies', fail: 'Something is sent before PHP can set its cookies' },
  causes: ['output-before-headers'],
  needs: [],
  wants: ['install.configuration', 'install.extensions', 'http.login', 'http.sessions', 'php.web', 'logs.php'],
  judge(facts, see) {
    const {
      'http.login': login,
      'http.sessions': visitor,
      'install.configuration': configuration,
      'install.extensions': extensions,
    } = facts;
    const printed = login.ok ? (login.value.printedErrors ?? []) : [];
    const told = printed.find(isHeadersSent);
    const start = told ? startedAt(told) : null;
    if (told && beganWithMessage(printed, start)) return skip('what is sent first is a message of PHP itself: see errors-printed');
    const sources = outputSources(configuration, extensions);
    const files = sources.map(({ path, what, fact }) => see(fact, 'Sent with every request', what, { want: 'nothing', source: path }));
    const [first] = sources;
    const cause = 'output-before-headers';
    const suspects = first ? [] : changedLast(extensions, see);
    if (told) {
      const evidence = [
        see('http.login', 'The login page says', said(told), { source: `${told.file}:${told.line}` }),
        ...files,
        ...suspects,
      ];
      return fail({ cause, subject: start?.file ?? first?.path ?? told.file, confidence: 'proved', evidence });
    }
    const seen = visitor.ok ? persistence(visitor.value).state : 'unclear';
    if (seen === 'kept') {
      const kept = see('http.sessions', 'Session over several requests', 'kept', { want: 'kept' });
      return pass([kept, ...files], first ? { note: 'what these files send too early is held back, and does no harm' } : {});
    }
    if (!first) {
      const unread = [configuration, extensions].find((fact) => !fact.ok);
      return unread && !unread.ok ? gapJudgement(unread) : pass();
    }
    const held = buffers(facts['php.web']);
    const buffering = held === null ? [] : [see('php.web', 'output_buffering', held ? 'on' : 'off', { want: 'on' })];
    const said_ = { cause, subject: first.path };
    if (login.ok && startsNoSession(login.value)) {
      const evidence = [see('http.login', 'Session cookie of the login page', 'none', { source: login.value.url }), ...files, ...buffering];
      return fail({ ...said_, confidence: held === false ? 'proved' : 'likely', evidence });
    }
    const line = recentMessage(facts['logs.php'], 'headers-already-sent');
    const evidence = [...files, ...buffering, ...(line ? [logLine('logs.php', line, see)] : [])];
    if (seen === 'lost' && held !== true) return fail({ ...said_, confidence: 'likely', evidence });
    if (held === true && !line) return pass(evidence, { note: 'PHP holds back what these files send too early' });
    if (seen === 'unclear' && held === null && !line) {
      const named = sources.map(({ path, what }) => `${path} (${what})`).join(', ');
      return skip(`whether PHP holds it back was not seen, nor whether sessions last; what is sent with every request: ${named}`);
    }
    const early = first.fact === 'install.configuration' && held === false;
    return warn({ ...said_, confidence: early || line ? 'likely' : 'possible', evidence });
  },
});

function said({ kind, message }: PrintedError): string {
  return `${kind}: ${message}`;
}
