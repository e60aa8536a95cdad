/** What a text tells of, for a person: the problem and what speaks for it, what to ask, what to do, how to prove it. */
import { Chalk, type ChalkInstance } from 'chalk';
import type { AnsweredMatch, Quote, SeenMessage, TriageAnswer } from '../model.js';
import { ascii } from './ascii.js';
import { percent } from './percent.js';
import { plain } from './plain-text.js';
import { stepLines } from './steps.js';
import type { View } from './view.js';
import { columns, wrap } from './wrap.js';

interface Pen {
  readonly c: ChalkInstance;
  readonly width: number;
  /** Harmless, and in the characters that the terminal has. */
  readonly shown: (text: string) => string;
  readonly verbose: boolean;
}

/** The answer as text that ends with a line break. */
export function renderTriage(answer: TriageAnswer, view: Pick<View, 'colour' | 'unicode' | 'width' | 'quiet' | 'verbose'>): string {
  const { colour, unicode, width, quiet, verbose } = view;
  if (quiet)
    return answer.best === 'none' ? 'none\n' : answer.matches.map((match) => `${match.problem} ${percent(match.score)}\n`).join('');
  const shown = (text: string): string => (unicode ? plain(text) : ascii(plain(text)));
  const pen: Pen = { c: new Chalk({ level: colour ? 1 : 0 }), width, shown, verbose };
  const [best, ...others] = answer.matches;
  const parts = best === undefined ? none(answer, pen) : matched(best, others, answer, pen);
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

type Part = readonly string[];

function matched(best: AnsweredMatch, others: readonly AnsweredMatch[], answer: TriageAnswer, pen: Pen): readonly Part[] {
  const { c } = pen;
  const told = new Set(answer.matches.flatMap((match) => match.messages));
  return [
    [...heading(best, pen), `  ${c.dim(best.problem)}`, `  ${chance(best)}`],
    section('what speaks for it', evidence(best, answer, pen), pen),
    section(
      'what the messages can come from',
      best.causes.flatMap(({ id, title }) => [...wrap(pen.shown(title), pen.width, '    ', '      '), `      ${c.dim(id)}`]),
      pen,
    ),
    section(
      'could also be',
      others.flatMap((match) => [
        ...wrap(pen.shown(match.title), pen.width, '    ', '      '),
        `      ${c.dim(match.problem)}`,
        `      ${chance(match)}`,
        ...evidence(match, withoutMessages(answer, best), pen, 2).map((line) => `  ${line}`),
      ]),
      pen,
    ),
    section(others.length === 0 ? 'ask' : 'ask, to tell them apart', questions(answer, pen), pen),
    section('next steps', stepLines(best.nextSteps, { ...pen, margin: 4 }), pen),
    section('prove it, where WHMCS is installed', proof(best, others, pen), pen),
    section(
      'also in the text',
      messages(
        answer.messages.filter(({ id }) => !told.has(id)),
        pen,
      ),
      pen,
    ),
    languages(answer, pen),
    section('more', [`    ${c.dim(`whmcs-doctor explain ${best.problem}`)}`, `    ${c.dim(best.docs)}`], pen),
  ];
}

function none(answer: TriageAnswer, pen: Pen): readonly Part[] {
  const { c, width } = pen;
  return [
    wrap('None of the documented problems is recognised in this text.', width, '', '').map((line) => c.bold(line)),
    section('in the text, though not enough to name a problem', messages(answer.messages, pen), pen),
    section('ask', questions(answer, pen), pen),
    section(
      'what would help',
      [
        'the exact words of the page, copied rather than described',
        'the address in the browser when it happens, and at the moment before',
        'the lines that the logs of PHP, of the web server and of WHMCS got at that moment',
      ].flatMap((text) => wrap(text, width, '    - ', '      ')),
      pen,
    ),
    languages(answer, pen),
    section(
      'more',
      [`    ${c.dim('whmcs-doctor list problems')}`, `    ${c.dim('whmcs-doctor check FOLDER')}   where WHMCS is installed`],
      pen,
    ),
  ];
}

function heading(match: AnsweredMatch, { c, width, shown }: Pen): Part {
  return wrap(shown(match.title), width, '', '  ').map((line) => c.bold(line));
}

function section(title: string, lines: Part, { c, width, shown }: Pen): Part {
  return lines.length === 0 ? [] : [...wrap(shown(title), width, '  ', '  ').map((line) => c.bold(line)), ...lines];
}

/** The chance in words, for those who distrust numbers, and as a number. */
function chance({ score }: AnsweredMatch): string {
  const words = score >= 0.9 ? 'almost certain' : score >= 0.75 ? 'very likely' : score >= 0.55 ? 'likely' : 'possible';
  return `${words}, ${percent(score)}`;
}

/** Words of people with their lines; messages of logs with their counts. */
function evidence(match: AnsweredMatch, answer: TriageAnswer, pen: Pen, most = 5): Part {
  const words = match.quotes.filter(({ message }) => message === null).slice(0, most);
  const single = answer.matches.every(({ quotes }) => quotes.every(({ line }) => line === 1));
  const seen = answer.messages.filter(({ id }) => match.messages.includes(id)).slice(0, most);
  return [...words.flatMap((quote) => quoted(quote, single, pen)), ...messages(seen, pen)];
}

/** What was shown already is not repeated. */
function withoutMessages(answer: TriageAnswer, best: AnsweredMatch): TriageAnswer {
  return { ...answer, messages: answer.messages.filter(({ id }) => !best.messages.includes(id)) };
}

function quoted({ text, line }: Quote, single: boolean, pen: Pen): Part {
  const { width, c } = pen;
  const label = single ? '' : `line ${grouped(line)}  `;
  const [first = '', ...rest] = wrap(`"${cutWords(text, pen)}"`, width, `    ${label}`, ' '.repeat(4 + label.length));
  return [`    ${c.dim(label)}${first.slice(4 + label.length)}`, ...rest];
}

const mostMessages = 5;

function messages(all: readonly SeenMessage[], pen: Pen): Part {
  const { width, shown, c } = pen;
  const left = all.length - mostMessages;
  return [
    ...all
      .slice(0, mostMessages)
      .flatMap(({ title, count, firstLine, lastLine, sample }) => [
        ...wrap(`${shown(title)}: ${places(count, firstLine, lastLine)}`, width, '    ', '      '),
        ...wrap(cutWords(sample, pen), width, '      ', '      ').map((line) => c.dim(line)),
      ]),
    ...(left > 0 ? [`    and ${left} more ${left === 1 ? 'message' : 'messages'}: -f json has them`] : []),
  ];
}

function places(count: number, first: number, last: number): string {
  if (count === 1) return `line ${grouped(first)}`;
  return `${grouped(count)} lines, from ${grouped(first)} to ${grouped(last)}`;
}

function grouped(number: number): string {
  return String(number).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
}

function questions({ ask }: TriageAnswer, { width, shown }: Pen): Part {
  return (ask ?? '').split(/(?<=\?) /).flatMap((text) => (text === '' ? [] : wrap(shown(text), width, '    - ', '      ')));
}

/** One command, not the names of forty checks. */
function proof(best: AnsweredMatch, others: readonly AnsweredMatch[], { c, width, verbose }: Pen): Part {
  const provable = [best, ...others].filter(({ checks }) => checks.length > 0);
  if (provable.length === 0) return wrap('No check can prove it from outside: follow the next steps.', width, '    ', '    ');
  const count = new Set(provable.flatMap(({ checks }) => checks)).size;
  const ids = provable.map(({ problem }) => problem).join(',');
  return [
    `    ${c.cyan(`whmcs-doctor check FOLDER --only ${ids}`)}`,
    `    ${c.dim(`${count} ${count === 1 ? 'check' : 'checks'}; FOLDER is where configuration.php stands. It changes nothing.`)}`,
    ...(best.checks.length === 0
      ? wrap(`None of them can prove ${best.problem}: for it, follow the next steps.`, width, '    ', '    ')
      : []),
    ...(verbose
      ? wrap([...new Set(provable.flatMap(({ checks }) => checks))].join(', '), width, '    ', '    ').map((line) => c.dim(line))
      : []),
  ];
}

function languages({ languages: found }: TriageAnswer, pen: Pen): Part {
  return pen.verbose && found.length > 0 ? section('languages', [`    ${found.join(', ')}`], pen) : [];
}

const longestWord = 50;

/** A word that fills lines by itself, a key or a path, is cut; sentences in scripts without spaces are not. */
function cutWords(text: string, { shown }: Pen): string {
  return shown(text).replace(/[^\s\u2e80-\uffef]{51,}/g, (word) =>
    columns(word) > longestWord ? `${word.slice(0, longestWord - 3)}${shown('…')}` : word,
  );
}
