/** JSON that is safe to print on a terminal and in a pipeline's log. */
import { pipelineOrders, unprintable } from './unprintable.js';

/**
 * What JSON leaves unescaped and they obey is escaped too: it is read back the same. The line breaks between the lines stay; those inside of
 * texts JSON has escaped already. Few runs of a text are beyond ASCII.
 */
export function safeJson(text: string): string {
  const shown = text.replace(/[^\n -~]+/g, (run) => run.replace(unprintable, escaped));
  return shown.includes('##') || shown.includes('::') ? shown.replace(pipelineOrders, escaped) : shown;
}

/** One or two units: beyond the first plane of Unicode a character is a pair of surrogates. */
function escaped(character: string): string {
  const unit = (at: number): string => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return character.length === 1 ? unit(0) : unit(0) + unit(1);
}
