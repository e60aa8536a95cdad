import { load, type CheerioAPI } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { renderHtml } from '../../src/report/html.js';
import type { Report } from '../../src/model.js';
import { filledReport, filledSeveral, view } from '../support/html-report.js';
import { finding, hostile, sampleReport } from '../support/sample-report.js';

const one = (report: Report): CheerioAPI => load(renderHtml({ reports: [report], unusable: [] }, view));

/** Every element with all its attributes, in order; no text. */
function shapeOf($: CheerioAPI): string {
  return $('*')
    .get()
    .map((node) => {
      const element = node as unknown as { name: string; attribs: Record<string, string> };
      return `${element.name} ${JSON.stringify(element.attribs)}`;
    })
    .join('\n');
}

function textOf(part: { text(): string }): string {
  return part.text().replace(/\s+/g, ' ').trim();
}

const pieces = [
  '<', '>', '"', "'", '`', '&', '&lt;', '=', '/', '<b>', '</p>', '</td></tr></table>', '</title>', '</style>', '</script>', '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>', '<!--', '-->', ']]>', '</svg>', '<svg onload=x>', 'javascript:alert(1)', '\u0000', '\u202e', '\ud800', '\n', '\r', '{{x}}', '${x}',
] as const; // prettier-ignore
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((all) => all.join(''));

describe('html', () => {
  const harmless = { one: shapeOf(one(filledReport('x'))), several: shapeOf(load(renderHtml(filledSeveral('x'), view))) };

  it('has the same elements and attributes whatever the texts are', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(shapeOf(one(filledReport(text)))).toBe(harmless.one);
      }),
      { numRuns: 30, examples: [[hostile], [pieces.join('')], [pieces.join(' ')]] },
    );
    expect(shapeOf(load(renderHtml(filledSeveral(hostile), view)))).toBe(harmless.several);
    expect(shapeOf(load(renderHtml(filledSeveral(pieces.join('')), view)))).toBe(harmless.several);
  }, 60_000);

  it('makes links of addresses of the web alone', () => {
    const wild = [
      'javascript:alert(1)',
      'data:text/html,x',
      ' javascript:x',
      'https://user:secret@evil.example/',
      'file:///etc/passwd',
      '//evil.example',
      'https://',
      '#x',
    ];
    const $ = one(sampleReport([finding({ cause: 'other', docs: [...wild, 'https://docs.whmcs.com/a"b?c=<d>', 'http://example.com/'] })]));
    const links = $('a[href]:not([href^="#"])')
      .get()
      .map((link) => [$(link).attr('href'), $(link).attr('rel')]);
    expect(links.map(([href]) => href)).toEqual([
      'https://docs.whmcs.com/',
      'https://docs.whmcs.com/a%22b?c=%3Cd%3E',
      'http://example.com/',
      'https://docs.whmcs.com/',
    ]);
    expect(new Set(links.map(([, rel]) => rel))).toEqual(new Set(['noreferrer noopener']));
    for (const text of wild) expect($('.more').text()).toContain(text);
  });

  it('shows what cannot be seen, and keeps the direction of writing of others apart', () => {
    const text = renderHtml({ reports: [filledReport(hostile)], unusable: [] }, view);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toContain('\\x1b[31mred');
    const $ = load(text);
    expect($('h1 > bdi').text()).toContain('\\u202egnp.exe');
  });

  it('lets only its own style and script work, told by their hashes', () => {
    const $ = one(filledReport('x'));
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect($('style').length + $('script').length).toBe(2);
    expect($('meta[http-equiv="Content-Security-Policy"]').attr('content')).toBe(
      `default-src 'none'; style-src ${hash($('style').text())}; script-src ${hash($('script').text())}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect($('[style], [onclick], [onload], [onerror], link[rel=stylesheet], [src], iframe, object, embed, form, base').length).toBe(0);
    expect($('style').text()).not.toMatch(/@import|https?:|url\((?!#)/);
  });

  it('says of one report all there is', () => {
    const report = {
      ...filledReport('x'),
      target: { kind: 'install', label: '/srv/billing', whmcsVersion: '8.11.2', systemUrl: 'https://b.test/' },
    } as Report;
    const $ = one(report);
    expect($('head > title').text()).toBe('Failing: /srv/billing (whmcs-doctor)');
    expect(textOf($('.verdict'))).toBe('Failing');
    expect(textOf($('.counts'))).toBe('3 failed1 warning1 unknown1 passed1 skipped1 waived1 known');
    for (const word of ['8.11.2', 'https://b.test/', 'exit status 2']) expect($('.facts').text()).toContain(word);
    const card = $('article').first();
    const [first] = report.findings;
    for (const part of [first?.title, first?.confidence, first?.cause, first?.subject, first?.fingerprint, first?.verify, first?.docs[0]])
      expect(card.text()).toContain(part);
    expect(textOf(card.find('.explains li').first())).toBe(`Problem ${first?.problems[0]}: They see ${first?.problems[0]}`);
    expect(
      card
        .find('thead th')
        .get()
        .map((cell) => $(cell).text()),
    ).toEqual(['What', 'Saw', 'Want', 'Where']);
    expect(textOf(card.find('tbody tr').first())).toContain('(this machine)');
    expect(textOf(card.find('tbody tr').last())).toContain('(nothing)');
    expect(card.find('ol.steps > li').length).toBe(2);
    expect(card.find('.steps').text()).toContain('cannot simply be undone');
    // two findings of one cause are one card, a waived and a known one none
    expect($('article').length).toBe(3);
    expect($('article').eq(1).find('.subject').length).toBe(2);
    expect(textOf($('.part.unknowns'))).toContain(report.findings[4]?.settle);
    for (const part of ['Waived', 'expired', 'did you mean', 'Fixed since the baseline', 'Known before'])
      expect($('.part.accepted').text()).toContain(part);
    expect($('.part.problems tbody tr').length).toBe(23);
    expect($('.part.checks tbody tr').length).toBe(report.findings.length);
    expect($('.part.timeline tbody tr').length).toBe(2);
    expect($('.part.described').text()).toContain('To know more, ask');
  });

  it('says of a bundle from what and when it was recorded, and that it is old', () => {
    const recorded = { kind: 'ssh', label: 'ssh://h/srv', at: '2026-11-20T10:00:00.000Z', ageSeconds: 200_000, by: '0.9.0' } as const;
    const $ = one({ ...sampleReport(), target: { ...sampleReport().target, kind: 'bundle', recorded } });
    expect(textOf($('.facts'))).toContain('2026-11-20 10:00:00 UTC, over SSH, from ssh://h/srv, by whmcs-doctor 0.9.0');
    expect(textOf($('.head'))).toContain('2.3 days old: what was changed since then is not in it');
    expect(textOf($('.head'))).toContain('"this machine" below is the server, reached over SSH');
  });

  it('says that nothing was found, and that nothing could be judged', () => {
    const none = { ...sampleReport(), findings: [], counts: { ...sampleReport().counts, unknown: 0 } };
    expect(one({ ...none, verdict: 'healthy' })('.calm').text()).toContain('Nothing was found that would keep people from logging in.');
    expect(one({ ...none, verdict: 'incomplete' })('.calm').text()).toContain('Nothing could be judged');
  });

  it.each([
    ['one report', { reports: [filledReport('x')], unusable: [] }],
    ['several', filledSeveral('x')],
    ['none that could be looked at', { reports: [], unusable: [{ target: '/nowhere', message: 'no such folder', exitCode: 64 }] }],
  ])('has headings in order, ids that differ and links that lead somewhere: %s', (_, several) => {
    const $ = load(renderHtml(several, view));
    const levels = $('h1, h2, h3, h4, h5, h6')
      .get()
      .map((node) => Number((node as unknown as { name: string }).name.slice(1)));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    const ids = $('[id]')
      .get()
      .map((node) => $(node).attr('id') ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    const known = new Set(ids);
    const named = $('[aria-labelledby], [aria-describedby]')
      .get()
      .flatMap((node) => `${$(node).attr('aria-labelledby') ?? ''} ${$(node).attr('aria-describedby') ?? ''}`.trim().split(' '));
    const led = $('a[href^="#"], use')
      .get()
      .map((node) => ($(node).attr('href') ?? '').slice(1));
    expect([...named, ...led].filter((id) => !known.has(id))).toEqual([]);
    expect($('table > caption').length).toBe($('table').length);
    expect($('th:not([scope])').length).toBe(0);
    expect($('html').attr('lang')).toBe('en');
    expect([$('main').length, $('nav').length, $('footer').length]).toEqual([1, 1, 1]);
    expect($('body > a').first().attr('href')).toBe('#main');
    for (const drawn of $('svg[role=img]').get()) expect(textOf($(drawn).find('desc'))).not.toBe('');
    expect($('svg:not([role=img]):not([aria-hidden=true]):not(svg svg)').length).toBe(0);
  });

  it('begins with a table of several targets, and names what could not be looked at', () => {
    const $ = load(
      renderHtml(
        {
          reports: [sampleReport(), { ...sampleReport(), verdict: 'healthy', findings: [] }],
          unusable: [{ target: '/nowhere', message: 'no such folder', exitCode: 64 }],
        },
        view,
      ),
    );
    const rows = $('.targets tbody tr')
      .get()
      .map((row) => textOf($(row)));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^\/nowhere ?Not looked at ?no such folder$/);
    expect(rows[1]).toContain('PHP cannot write its sessions');
    expect($('head > title').text()).toBe('1 not looked at: 3 targets (whmcs-doctor)');
    expect($('section.target').length).toBe(2);
  });

  it('crosses no word of the clock with a line', () => {
    const $ = one(filledReport('x'));
    const picture = $('svg:has(#clock-picture-title)');
    const heights = (selector: string, above: number, below: number): readonly (readonly [number, number])[] =>
      picture
        .find(selector)
        .get()
        .map((node) => [Number($(node).attr('y1') ?? $(node).attr('y')) - above, Number($(node).attr('y2') ?? $(node).attr('y')) + below]);
    const upright = heights('line', 0, 0).filter(([from, to]) => from !== to);
    const words = heights('text', 10, 3);
    expect(upright.length).toBeGreaterThan(0);
    expect(words.length).toBeGreaterThan(2);
    for (const [top, bottom] of words) expect(upright.filter(([from, to]) => from < bottom && to > top)).toEqual([]);
  });

  it('draws the numbers: no place outside the picture, whatever they are', () => {
    const wild = [0, -0, 1, -1, 0.5, 1e-9, 1e15, -1e15, 1e308, -1e308];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...wild), { minLength: 12, maxLength: 12 }), (numbers) => {
        const at = (index: number): number => numbers[index] ?? 0;
        const report = filledReport('x');
        const interval = { lowMs: Math.min(at(0), at(1)), highMs: Math.max(at(0), at(1)) };
        const $ = one({
          ...report,
          probes: report.probes.map((probe) => ({ ...probe, startedMs: at(2), durationMs: at(3) })),
          pictures: {
            sessionAges: {
              where: 'x',
              counted: at(4),
              sampled: at(5),
              complete: true,
              ages: [
                { upToSeconds: at(6), count: at(7) },
                { upToSeconds: null, count: at(8) },
              ],
              oldestSeconds: at(9),
              lifetimeSeconds: at(10),
              staleAfterSeconds: at(11),
            },
            clock: {
              sources: [{ name: 'x', kind: 'ntp', ...interval, agreed: true }],
              agreed: interval,
              limits: { behindWarnMs: at(9), behindFailMs: at(10), aheadWarnMs: at(11) },
            },
          },
        });
        const places = $('svg [x], svg [width], svg [x1], svg [y1]')
          .get()
          .flatMap((node) => ['x', 'width', 'x1', 'x2', 'y1', 'y', 'height'].map((name) => $(node).attr(name) ?? '0'));
        expect(places.filter((place) => !/^\d+(?:\.\d+)?%?$/.test(place) || (place.endsWith('%') && parseFloat(place) > 100))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('takes no longer for each of 10,000 findings than for each of 1,000', () => {
    const reportOf = (count: number): Report => {
      const findings = Array.from({ length: count }, (_, index) =>
        finding({
          cause: index % 2 === 0 ? `cause-${index}` : 'shared',
          fingerprint: String(index),
          subject: `/srv/${index}`,
          title: `Something <${index}>`,
        }),
      );
      return { ...sampleReport(findings), problems: filledReport('x').problems };
    };
    // the machine may be busy with other things: the best of some counts, and time of the processor instead of the wall's
    const best = (report: Report): number =>
      Math.min(
        ...Array.from({ length: 4 }, () => {
          const began = process.cpuUsage();
          renderHtml({ reports: [report], unusable: [] }, view);
          return process.cpuUsage(began).user / 1000;
        }),
      );
    const [few, many] = [best(reportOf(1000)), best(reportOf(10_000))];
    expect(many).toBeLessThan(Math.max(few, 15) * 30);
    expect(many).toBeLessThan(2000);
    const $ = one(reportOf(200));
    // one card for the cause of a hundred findings, and most of the others folded
    expect($('.part.causes > article').length).toBe(25);
    expect($('.part.causes > details article').length).toBe(103 - 25);
    expect($('article .subject:not(details .subject)').length).toBeLessThan(40);
  }, 60_000);
});
