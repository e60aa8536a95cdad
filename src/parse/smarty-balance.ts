/** Whether the blocks of a Smarty template are closed: one that is not makes an empty mail, which WHMCS logs as "Message Body Empty". */

const longest = 200_000;
const blocks = /\{(\/?)(if|foreach|section|for|while|capture|function|block|nocache|strip|literal)\b[^{}]*\}|\{\*|\{else(?:if\b[^{}]*)?\}/g;

/** What is wrong, as "{if} without {/if}"; null: nothing that can be seen. */
export function unbalanced(template: string): string | null {
  // A text that was cut cannot be judged.
  if (template.length > longest) return null;
  const open: string[] = [];
  blocks.lastIndex = 0;
  for (let found = blocks.exec(template); found !== null; found = blocks.exec(template)) {
    const [text, closing = '', name = ''] = found;
    if (text === '{*') {
      const end = template.indexOf('*}', blocks.lastIndex);
      if (end < 0) return '{* without *}';
      blocks.lastIndex = end + 2;
    } else if (name === 'literal' && closing === '') {
      const end = template.indexOf('{/literal}', blocks.lastIndex);
      if (end < 0) return '{literal} without {/literal}';
      blocks.lastIndex = end + '{/literal}'.length;
    } else if (name === '') {
      if (!open.some((one) => one === 'if' || one === 'foreach' || one === 'section' || one === 'for'))
        return `${text.slice(0, 40)} outside of {if}`;
    } else if (closing === '') open.push(name);
    else {
      const last = open.pop();
      if (last !== name) return last === undefined ? `{/${name}} without {${name}}` : `{${last}} closed by {/${name}}`;
    }
  }
  const left = open.pop();
  return left === undefined ? null : `{${left}} without {/${left}}`;
}
