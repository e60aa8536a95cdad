/** Whether what a format made of hostile texts means nothing: each is read as its consumer reads it, by readers that share nothing with it. */
import { load } from 'cheerio';
import { expect } from 'vitest';
import type { Finding, Several } from '../../src/model.js';
import type { FormatName } from '../../src/report/formats.js';
import { runnerCommands } from './actions-runner.js';
import { meant } from './markdown-reader.js';
import { readPrometheus } from './prometheus-reader.js';
import { readTap, tapPasses, type TapPoint } from './tap-reader.js';
import { readXml, type XmlElement } from './xml-reader.js';

/** Written out once more, so that a gap in the program's own list is seen. */
const obeyedOrHidden =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}\ud800-\udfff]|[\u0300-\u036f\u0483-\u0489]{9}/u;

/** The sequences that chalk writes. */
const colours = /\u001b\[(?:0|1|2|22|3[0-7]|39)m/g;

/** A terminal obeys nothing of it but the program's own colours, and hides nothing. */
export function expectPlain(text: string): void {
  const bare = text.replace(colours, '');
  const at = bare.search(obeyedOrHidden);
  expect(at < 0 ? '' : JSON.stringify(bare.slice(Math.max(0, at - 80), at + 20))).toBe('');
}

/** What a pipeline obeys in the log of a step, whatever the format. */
function orders(text: string): readonly string[] {
  return [
    ...runnerCommands(text).map(({ name, properties }) => `${name} ${Object.keys(properties).join(' ')}`),
    ...(text.match(/##(?:vso|teamcity)?\[[^\]]*/g) ?? []),
  ];
}

const tapShape = (points: readonly TapPoint[]): unknown =>
  points.map(({ ok, directive, points: child, diagnostics }) => [
    ok,
    directive?.is ?? null,
    diagnostics === null ? null : Object.keys(diagnostics as object),
    child === null ? null : tapShape(child),
  ]);

const xmlShape = ({ name, attributes, children }: XmlElement): unknown => [name, attributes.join(' '), children.map(xmlShape)];

/** Elements and attributes in their order, and everything that leads somewhere or runs. */
function htmlShape(text: string): readonly string[] {
  const $ = load(text);
  expect($('script, style, link, meta, base, form').length, 'what can load or run').toBe(10);
  expect(
    $.root()
      .find('*')
      .contents()
      .toArray()
      .filter(({ type }) => type === 'comment'),
  ).toEqual([]);
  return $('*')
    .toArray()
    .flatMap((node) => ('attribs' in node ? [node] : []))
    .map((element) => {
      const { href, src } = element.attribs;
      const leads = [href, src].flatMap((each) => (each === undefined || each.startsWith('data:image/svg+xml,') ? [] : [each]));
      expect(Object.keys(element.attribs).filter((name) => /^on|^style$|^srcdoc$/i.test(name))).toEqual([]);
      return `${element.name} ${Object.keys(element.attribs).join(' ')} ${leads.map((each) => each.replace(/^(https?:\/\/[^/]*).*/, '$1')).join(' ')}`;
    });
}

function nagiosShape(text: string): unknown {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const [said = '', numbers = '', ...more] = first.split(' | ');
  expect(more).toEqual([]);
  expect(said).toMatch(/^WHMCS (?:OK|WARNING|CRITICAL|UNKNOWN) - [^|]+$/);
  expect(numbers).toMatch(/^(?:'[a-z]+'=\d+(?:\.\d+s)?;;;0 ?)+$/);
  expect(lines.filter((line) => line.includes('|'))).toEqual([]);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
  // many pages show it as HTML; words in angle brackets of commands are ours: <version>
  expect(
    text.match(/<(?![a-z -]+>|\/dev\/null)[a-z/!?][^>]{0,40}|<(?:script|style|iframe|svg|img|b|plaintext|textarea|title|x)\b/gi),
  ).toBeNull();
  return [said.replace(/ - .*/, ''), numbers.replace(/\d+/g, '0')];
}

/** Format → throws where a text means something; what must be the same for harmless texts. */
export const shapes: { readonly [F in FormatName]: (text: string, several: Several) => unknown } = {
  pretty: (text) => {
    expect(orders(text)).toEqual([]);
    return null;
  },
  json: (text, { reports, unusable }) => {
    expect(orders(text)).toEqual([]);
    const one = reports.length === 1 && unusable.length === 0;
    const wanted: unknown = one ? reports[0] : { schema: 'whmcs-doctor/reports/1', reports, unusable };
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(wanted)));
    return null;
  },
  ndjson: (text) => {
    expect(orders(text)).toEqual([]);
    // as Python's splitlines() and JavaScript take lines
    const lines = text.trimEnd().split(/\r\n|[\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]/);
    return lines.map((line) => Object.keys(JSON.parse(line) as object).join(' '));
  },
  junit: (text) => {
    expect(orders(text)).toEqual([]);
    for (const [, said = ''] of text.matchAll(/<system-(?:out|err)>([^<]*)/g)) expect(said).not.toContain('[[ATTACHMENT');
    return xmlShape(readXml(text));
  },
  sarif: (text) => {
    expect(orders(text)).toEqual([]);
    const { runs } = JSON.parse(text) as SarifLog;
    const messages = runs.flatMap(({ results, tool, invocations }) => [
      ...results.map(({ message }) => message.text),
      ...(tool.driver.rules ?? []).flatMap(({ shortDescription, help }) => [shortDescription.text, help.text]),
      ...invocations.flatMap(({ toolExecutionNotifications: told }) => told.map(({ message }) => message.text)),
    ]);
    for (const said of messages) expect(said).not.toMatch(/\]\(|\{\d+\}/);
    expect(
      runs.flatMap(({ tool }) => (tool.driver.rules ?? []).flatMap(({ help }) => meant(help.markdown.replace(/^\*\*|\*\*$/gm, '')))),
    ).toEqual([]);
    for (const { locations } of runs.flatMap(({ results }) => results))
      for (const { physicalLocation } of locations)
        expect(physicalLocation.artifactLocation.uri).toMatch(/^(?:file:\/\/)?[\w%./~!*'()-]*$/);
    return runs.map(({ results }) => results.map(({ kind, level }) => `${kind} ${level}`));
  },
  tap: (text) => {
    expect(orders(text)).toEqual([]);
    expect(text).not.toMatch(/^\s*(?:Bail out!|pragma )/im);
    const points = readTap(text);
    return [tapPasses(points), tapShape(points)];
  },
  nagios: (text) => {
    expect(orders(text)).toEqual([]);
    return nagiosShape(text);
  },
  prometheus: (text) => {
    expect(orders(text)).toEqual([]);
    return readPrometheus(text).map(({ name, labels }) => `${name} ${Object.keys(labels).join(' ')}`);
  },
  github: (text) => orders(text),
  markdown: (text) => {
    expect(orders(text)).toEqual([]);
    return meant(text);
  },
  html: (text) => {
    expect(orders(text)).toEqual([]);
    return htmlShape(text);
  },
};

interface SarifLog {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules?: readonly { readonly shortDescription: Message; readonly help: Message & { readonly markdown: string } }[];
      };
    };
    readonly invocations: readonly { readonly toolExecutionNotifications: readonly { readonly message: Message }[] }[];
    readonly results: readonly {
      readonly kind: string;
      readonly level: string;
      readonly message: Message;
      readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
    }[];
  }[];
}
interface Message {
  readonly text: string;
}

/** The same findings in harmless words: what was equal is equal, what was empty or of several lines is so. */
export function harmless(findings: readonly Finding[]): readonly Finding[] {
  const known = new Map<string, string>();
  const word = (text: string): string => {
    if (text === '') return text;
    const words = known.get(text) ?? `harmless words ${known.size}`;
    known.set(text, words);
    return words;
  };
  const typed = (command: string): string => command.split('\n').map(word).join('\n');
  return findings.map((finding) => ({
    ...finding,
    title: word(finding.title),
    subject: finding.subject === null ? null : word(finding.subject),
    evidence: finding.evidence.map(({ label, saw, want, source, ...rest }) => ({
      ...rest,
      label: word(label),
      saw: typeof saw === 'string' ? word(saw) : saw,
      ...(want === undefined ? {} : { want: typeof want === 'string' ? word(want) : want }),
      source: word(source),
    })),
    nextSteps: finding.nextSteps.map(({ text, command, risk }) => ({
      text: word(text),
      risk,
      ...(command === undefined ? {} : { command: typed(command) }),
    })),
    verify: finding.verify === null ? null : typed(finding.verify),
    ...(finding.reason === undefined ? {} : { reason: word(finding.reason) }),
    ...(finding.settle === undefined ? {} : { settle: word(finding.settle) }),
  }));
}
