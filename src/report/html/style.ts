/** How the page looks: light and dark, on a phone, on paper. Its exact text is what the page's policy allows. */

const light = `--ground: #f5f6f8; --card: #fff; --ink: #1b212b; --soft: #525d6e; --line: #dadfe6; --code: #eef1f5; --link: #1a56b0; --focus: #1a56b0;
  --fail: #b3261e; --fail-ground: #fdeeec; --warn: #875500; --warn-ground: #fdf3dd; --unknown: #6a3aa8; --unknown-ground: #f4eefc;
  --pass: #176b3a; --pass-ground: #e8f5ed; --skip: #525d6e; --skip-ground: #edf0f4; --bar: #4a7fd0; --bar-strong: #173f86; --on-mark: #fff;`;

const dark = `--ground: #11141a; --card: #191d25; --ink: #e5e9f0; --soft: #a6b0c0; --line: #303744; --code: #232934; --link: #8cb6ff; --focus: #8cb6ff;
  --fail: #ff8f85; --fail-ground: #3a1e1e; --warn: #f0c161; --warn-ground: #352a12; --unknown: #cdaef8; --unknown-ground: #2c2240;
  --pass: #7fd6a0; --pass-ground: #17301f; --skip: #a6b0c0; --skip-ground: #252b36; --bar: #5b86c9; --bar-strong: #b9d3ff; --on-mark: #11141a;`;

export const style = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }

*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 0; text-wrap: pretty; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.35rem; }
h3 { font-size: 1.12rem; }
h4, h5, h6 { font-size: 1rem; }
p, ul, ol, dl, figure { margin: 0; padding: 0; }
a { color: var(--link); text-underline-offset: .15em; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em; }
q { quotes: "\\201c" "\\201d"; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.soft, .vantage, .ids, .fingerprint, .about { color: var(--soft); }
.ids, .fingerprint { font-size: .875rem; }
.none { color: var(--soft); font-style: italic; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.shapes { position: absolute; }
.skip:is(a) { position: absolute; left: .5rem; top: -4rem; padding: .5rem 1rem; background: var(--card); border-radius: 4px; z-index: 2; }
.skip:is(a):focus { top: .5rem; }

.page { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1rem 2rem; }
nav { margin-bottom: 1.25rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
nav a { display: inline-block; padding: .15rem 0; }
.brand { font-weight: 700; letter-spacing: .01em; margin-bottom: .25rem; }
.tools, .copy, .filter { display: none; }
.js .tools { display: flex; gap: .5rem; margin-top: .75rem; flex-wrap: wrap; }
button { font: inherit; font-size: .875rem; color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: .2rem .7rem; cursor: pointer; }
button:hover { border-color: var(--link); color: var(--link); }
footer { max-width: 78rem; margin: 0 auto; padding: 0 1rem 2rem; color: var(--soft); font-size: .875rem; }

.icon { width: 1.1em; height: 1.1em; flex: none; vertical-align: -.2em; stroke: var(--on-mark); stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; fill: currentColor; margin-inline-end: .4em; }
.icon path:not(.body) { fill: none; }
#is-fail circle, #is-unknown circle, #is-pass circle, #is-warn .body { stroke: none; }
#is-fail path, #is-unknown path, #is-pass path, #is-warn path:not(.body) { fill: none; }
#is-skip circle { fill: none; stroke: currentColor; stroke-width: 1.5; }
#is-skip path { stroke: currentColor; }
.icon.fail { color: var(--fail); } .icon.warn { color: var(--warn); } .icon.unknown { color: var(--unknown); } .icon.pass { color: var(--pass); } .icon.skip { color: var(--skip); }
.badge, .tag { display: inline-block; max-width: 100%; font-size: .8125rem; line-height: 1.4; border-radius: 999px; padding: .1rem .6rem; }
.badge { font-weight: 600; }
.badge.fail { color: var(--fail); background: var(--fail-ground); } .badge.warn { color: var(--warn); background: var(--warn-ground); }
.badge.unknown { color: var(--unknown); background: var(--unknown-ground); } .badge.pass { color: var(--pass); background: var(--pass-ground); }
.badge.skip { color: var(--skip); background: var(--skip-ground); }
.tag { color: var(--soft); border: 1px solid var(--line); }

.head { background: var(--card); border: 1px solid var(--line); border-top: 5px solid var(--skip); border-radius: 10px; padding: 1.25rem 1.25rem 1.1rem; }
.head.fail { border-top-color: var(--fail); } .head.warn { border-top-color: var(--warn); } .head.unknown { border-top-color: var(--unknown); } .head.pass { border-top-color: var(--pass); }
.verdict { font-size: 1.2rem; margin-bottom: .15rem; }
.head.fail .verdict { color: var(--fail); } .head.warn .verdict { color: var(--warn); } .head.unknown .verdict { color: var(--unknown); } .head.pass .verdict { color: var(--pass); }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; margin: .9rem 0 1rem; }
.counts b { font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.counts .zero { color: var(--soft); } .counts .zero .icon { color: var(--skip); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem 1.5rem; border-top: 1px solid var(--line); padding-top: .9rem; }
.facts dt { color: var(--soft); font-size: .8125rem; }
.facts dd { margin: 0; }
.note { display: flex; margin-top: .8rem; } .head > .soft { margin-top: .6rem; font-size: .875rem; }

.part { margin-top: 2.25rem; }
.part > h2, .part > h3 { margin-bottom: .75rem; }
.part > p + p, .part > ul + p, .part > p + ol, .part > p + ul { margin-top: .5rem; }
.part > h3:not(:first-child) { margin-top: 1.5rem; }
.part > h4 { margin: 1.25rem 0 .5rem; }
.target { margin-top: 2.5rem; }
.calm { display: flex; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; }
.calm .icon { margin-top: .3em; }
.plainly, .cards, .explains, .more, .skips { list-style: none; }
.plainly > li { display: flex; padding: .3rem 0; } .plainly .icon { margin-top: .3em; }
.plainly .soft { display: block; font-size: .875rem; }
.index { list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .6rem 1.25rem; }
.index li { display: flex; padding: .25rem 0; } .index .icon { margin-top: .3em; }

.card { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--line); border-radius: 10px; padding: 1.1rem 1.25rem 1.2rem; margin-top: 1rem; }
.card.fail { border-left-color: var(--fail); } .card.warn { border-left-color: var(--warn); } .card.unknown { border-left-color: var(--unknown); }
.tags { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: .55rem; }
.card .ids { margin-top: .25rem; }
.card > h4, .card > h5 { margin: 1.15rem 0 .4rem; }
.card > h4, .card > h5, .card .subject h5, .card .subject h6 { break-after: avoid; }
.explains li, .skips li, .more li { padding: .1rem 0; }
.explains q { color: var(--soft); }
.subject + .subject { margin-top: 1.1rem; } .subject h5, .subject h6 { margin-bottom: .3rem; }
.about { margin-bottom: .3rem; }
.fingerprint { margin-top: .35rem; }
.steps { padding-inline-start: 1.6rem; }
.steps li { padding: .2rem 0 .35rem .2rem; } .steps li::marker { font-weight: 600; color: var(--soft); }
.command { display: flex; align-items: flex-start; gap: .5rem; margin: .35rem 0 .2rem; background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .5rem .5rem .75rem; }
.command pre { flex: 1; min-width: 0; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; direction: ltr; unicode-bidi: isolate; padding-block: .1rem; }
.js .copy { display: inline-block; flex: none; padding: .05rem .6rem; }
.reason { display: flex; } .reason .icon { margin-top: .3em; } .card.unknown p + p { margin-top: .35rem; }

table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: .9375rem; }
caption { text-align: start; color: var(--soft); font-size: .8125rem; padding-bottom: .3rem; }
th, td { text-align: start; vertical-align: top; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-size: .8125rem; font-weight: 600; padding-block: .1rem; }
tbody th { font-weight: 600; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
th:last-child, td:last-child { padding-inline-end: 0; }
th.wide { width: 32%; } th.short { width: 8.5rem; } th.number { width: 5.75rem; } th.picture { width: 22%; } td.picture { vertical-align: middle; }
.part.checks > details table, .part.timeline > details table { font-size: .875rem; }
details { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin-top: .9rem; }
summary { padding: .6rem 1.1rem; cursor: pointer; font-weight: 600; border-radius: 10px; }
summary:hover { color: var(--link); }
.folded { padding: .25rem 1.1rem 1rem; }
.card details .folded { padding-top: .5rem; }
.part > table { background: var(--card); border: 1px solid var(--line); border-radius: 10px; border-collapse: separate; border-spacing: 0; padding: .5rem 1.1rem .6rem; }
.js .filter { display: block; margin: .25rem 0 .9rem; }
.filter input[type=search] { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 6px; padding: .25rem .6rem; max-width: 100%; }
.filter fieldset { border: 0; padding: 0; margin: .5rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; min-width: 0; }
.filter legend { float: left; margin-inline-end: 1rem; padding: 0; color: var(--soft); }
.filter label { white-space: nowrap; } .filter input[type=checkbox] { margin-inline-end: .35rem; accent-color: var(--link); }
[hidden] { display: none; }

figure { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem .9rem; margin-top: .75rem; }
.drawing { display: block; overflow: hidden; }
.drawing text { fill: var(--ink); font-size: 12px; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; } .drawing .number { fill: var(--soft); } .drawing .strong { font-weight: 700; }
.strip, .sample { display: inline-block; vertical-align: middle; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; color: var(--soft); font-size: .8125rem; margin-top: .7rem; } .legend li { display: flex; gap: .45rem; } .sample { flex: none; margin-top: .2rem; }
.grid { stroke: var(--line); } .zero:is(line) { stroke: var(--ink); stroke-width: 1.5; }
.limit { stroke: var(--soft); stroke-width: 2; stroke-dasharray: 5 4; } .limit.warn { stroke: var(--warn); } .limit.fail { stroke: var(--fail); stroke-dasharray: 2 3; }
.look { fill: var(--bar); } .look.decisive { fill: var(--bar-strong); } .look.gap { fill: none; stroke: var(--soft); stroke-width: 1; }
.age, .said { fill: var(--bar); } .age.late { fill: var(--warn-ground); stroke: var(--warn); stroke-width: 1.5; } .age.left { fill: url(#stripes); stroke: var(--fail); }
.agreed { fill: var(--bar-strong); } .said.alone { fill: none; stroke: var(--soft); stroke-width: 1.5; }
.stripe-ground { fill: var(--fail-ground); } .stripe { fill: var(--fail); }
.chain { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem .5rem; margin-top: .4rem; font-size: .9375rem; }
.chain li:not(:last-child)::after { content: " \\2192" / ""; color: var(--soft); margin-inline-start: .3rem; }

@media (min-width: 68rem) {
  .page { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 2.25rem; }
  nav { position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem); overflow-y: auto; margin: 0; padding: 3px; }
  nav ul { flex-direction: column; gap: 0; }
}
@media (max-width: 44rem) {
  .page { padding: 1rem .75rem 1.5rem; }
  h1 { font-size: 1.4rem; }
  .head, .card { padding-inline: .9rem; }
  .folded { padding-inline: .8rem; } summary { padding-inline: .8rem; }
  .facts { grid-template-columns: 1fr; }
  .command { flex-direction: column; padding-inline-end: .75rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, caption, tbody, tr, tbody th, td { display: block; }
  tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  tr[hidden] { display: none; }
  tbody th, td, td.number { border: 0; padding: .05rem 0; text-align: start; white-space: normal; }
  td:empty { display: none; }
  td::before { content: attr(data-label) ": "; color: var(--soft); font-size: .8125rem; }
  td.picture::before { content: none; }
  .part.clock .drawing .number { display: none; }
}
@media print {
  :root { color-scheme: light; ${light} --ground: #fff; --line: #c4cad3; }
  @page { margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  nav, .skip:is(a), .copy, .js .copy, .tools, .js .tools, .filter, .js .filter { display: none; }
  .page, .page > main { display: block; max-width: none; padding: 0; }
  details::details-content { display: block; content-visibility: visible; height: auto; }
  summary { list-style: none; }
  tr[hidden] { display: table-row; }
  .portion[hidden] { display: block; }
  .head, .card, details, figure, .part > table { border-radius: 0; box-shadow: none; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
  h1, h2, h3, h4, h5, h6, caption, thead, summary, .card > header, .tags, .ids, .about { break-after: avoid; }
  tr, li, .command, figure, .head, .note { break-inside: avoid; }
  .card > header { break-inside: avoid; }
  .cards > li, .steps li { break-inside: auto; }
  p, li, td, th, pre { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  a { color: inherit; } .index a, nav a { text-decoration: none; }
  footer { padding-bottom: 0; }
}
@media (forced-colors: active) { .icon { forced-color-adjust: auto; } .look, .age, .said, .agreed { fill: CanvasText; } .badge, .card { border: 1px solid CanvasText; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
