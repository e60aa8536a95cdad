/**
 * The page around a report. Its policy lets nothing run or load but the style and the script of this program, told by their hashes: whatever
 * a text from an examined machine might contain.
 */
import { createHash } from 'node:crypto';
import type { Status, Verdict } from '../../model.js';
import { shapes } from './icons.js';
import { html, Markup } from './markup.js';
import { stripes } from './picture.js';
import { script } from './script.js';
import { style } from './style.js';
import { verdictStatus } from '../verdicts.js';

export interface Page {
  readonly title: string;
  readonly verdict: Verdict;
  /** Items of the table of contents. */
  readonly contents: Markup;
  readonly main: Markup;
}

const mark = (colour: string, path: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="${colour}"/><path d="${path}" stroke="#fff" stroke-width="2" fill="none" stroke-linecap="round"/></svg>`;

/** In the tab of the browser. */
const marks: Readonly<Record<Status, string>> = {
  fail: mark('#b3261e', 'M5 5l6 6m0-6l-6 6'),
  warn: mark('#9a6700', 'M8 3.5v5.5m0 3v.2'),
  unknown: mark('#6f42a5', 'M6 6a2 2 0 1 1 3 2q-1 .6-1 1.6m0 2.3v.2'),
  pass: mark('#1a7340', 'M4.5 8.5L7 11l4.5-5.5'),
  skip: mark('#5a6475', 'M5 8h6'),
};

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export function page({ title, verdict, contents, main }: Page): string {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const document = html`${new Markup('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="generator" content="whmcs-doctor" />
        <title>${title}</title>
        ${new Markup(`<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(marks[verdictStatus[verdict]])}">`)}
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">To the report</a>
        ${shapes}${stripes}
        <div class="page">
          <nav aria-label="Contents">
            <p class="brand">whmcs-doctor</p>
            <ul>
              ${contents}
            </ul>
            <div class="tools">
              <button type="button" data-fold="open">Expand all</button><button type="button" data-fold="close">Collapse all</button>
            </div>
          </nav>
          <main id="main" tabindex="-1">${main}</main>
        </div>
        <footer><p>Written by whmcs-doctor. This file is complete in itself: it loads nothing and sends nothing.</p></footer>
        <p id="said" class="unseen" role="status"></p>
        ${new Markup(`<script>${script}</script>`)}
      </body>
    </html> `;
  return `${document.text.trimEnd()}\n`;
}
