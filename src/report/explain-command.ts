/** The command that says more about a finding. It is there to be copied: what a saved report has as an id stays one word of it. */
import { shellQuote } from '../logic/shell-quote.js';
import type { Finding } from '../model.js';

/** `id`: the finding's cause, or its check where it has none. A plug-in's are known only where its file is given. */
export function explainCommand({ cause, check, plugin }: Pick<Finding, 'cause' | 'check' | 'plugin'>, id: string = cause ?? check): string {
  return `whmcs-doctor explain ${shellQuote(id)}${plugin === undefined ? '' : ` --plugin ${shellQuote(plugin)}`}`;
}
