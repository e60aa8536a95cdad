/** The formats of a report by name. Each is a file of its own, loaded only where it is asked for. */
import type { Several } from '../model.js';
import type { View } from './view.js';

export const formatNames = [
  'pretty',
  'json',
  'ndjson',
  'junit',
  'sarif',
  'tap',
  'nagios',
  'prometheus',
  'github',
  'markdown',
  'html',
] as const;

export type FormatName = (typeof formatNames)[number];

/** A pure function of the reports: text that ends with a line break. It adds no English of its own about what is wrong. */
export type Renderer = (several: Several, view: View) => string | Promise<string>;

export function isFormatName(name: string): name is FormatName {
  return (formatNames as readonly string[]).includes(name);
}

export async function rendererOf(format: FormatName): Promise<Renderer> {
  switch (format) {
    case 'pretty':
      return (await import('./pretty-several.js')).renderPrettySeveral;
    case 'json':
      return (await import('./json.js')).renderJson;
    case 'ndjson':
      return (await import('./ndjson.js')).renderNdjson;
    case 'junit':
      return (await import('./junit.js')).renderJunit;
    case 'sarif':
      return (await import('./sarif.js')).renderSarif;
    case 'tap':
      return (await import('./tap.js')).renderTap;
    case 'nagios':
      return (await import('./nagios.js')).renderNagios;
    case 'prometheus':
      return (await import('./prometheus.js')).renderPrometheus;
    case 'github':
      return (await import('./github.js')).renderGithub;
    case 'markdown':
      return (await import('./markdown.js')).renderMarkdown;
    case 'html':
      return (await import('./html.js')).renderHtml;
    default:
      return format satisfies never;
  }
}
