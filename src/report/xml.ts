/** XML by hand: a tree of elements as text, safe whatever it holds. */
import { plain } from './plain-text.js';

export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** Text, or elements. */
  readonly content?: string | readonly Element[];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Line breaks stay, except in attributes. Characters that no XML may hold, not even as a reference, are spelt out. */
function escaped(text: string): string {
  return plain(text).replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

export function xmlDocument(root: Element): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  write(root, '', lines);
  return `${lines.join('\n')}\n`;
}

function write({ name, attributes = {}, content }: Element, indent: string, lines: string[]): void {
  const start = `${indent}<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('')}`;
  if (content === undefined || content.length === 0) lines.push(`${start}/>`);
  else if (typeof content === 'string') lines.push(`${start}>${content.split('\n').map(escaped).join('\n')}</${name}>`);
  else {
    lines.push(`${start}>`);
    for (const child of content) write(child, `${indent}  `, lines);
    lines.push(`${indent}</${name}>`);
  }
}
