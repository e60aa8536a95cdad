/** Reads XML 1.0 strictly, as far as a report needs it: no declarations beyond the first line, no CDATA, no comments. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly children: readonly XmlElement[];
}

/** What https://www.w3.org/TR/xml/#charsets allows. */
const forbidden = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const reference = /&(?!(?:amp|lt|gt|quot|apos);)/;

/** Throws where it is not well-formed. */
export function readXml(text: string): XmlElement {
  const [declaration = '', ...lines] = text.split('\n');
  if (declaration !== '<?xml version="1.0" encoding="UTF-8"?>') throw new Error(`no declaration: ${declaration}`);
  const bad = forbidden.exec(text)?.[0] ?? reference.exec(text)?.[0];
  if (bad !== undefined) throw new Error(`no XML may hold ${JSON.stringify(bad)}`);
  const root: XmlElement = { name: '', attributes: [], children: [] };
  const open = [root];
  const body = lines.join('\n');
  let at = 0;
  for (const found of body.matchAll(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)) {
    textBetween(body.slice(at, found.index));
    at = found.index + found[0].length;
    const [, end, name = '', attributes = '', empty] = found;
    const parent = open.at(-1) ?? root;
    if (end === '/') {
      if (open.pop()?.name !== name || attributes !== '' || empty === '/') throw new Error(`</${name}> ends another`);
      continue;
    }
    const element: XmlElement = { name, attributes: [...attributes.matchAll(/ ([a-z]+)="/g)].map(([, key = '']) => key), children: [] };
    (parent.children as XmlElement[]).push(element);
    if (empty !== '/') open.push(element);
  }
  textBetween(body.slice(at));
  const [only, ...others] = root.children;
  if (only === undefined || others.length > 0 || open.length !== 1) throw new Error('there is not one element that is closed');
  return only;
}

function textBetween(text: string): void {
  if (/[<]|\]\]>/.test(text)) throw new Error(`no text of XML: ${JSON.stringify(text.slice(0, 200))}`);
}
