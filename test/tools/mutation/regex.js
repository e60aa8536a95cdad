// The mutants of a regular expression: one piece less, or the neighbouring piece.

/** All mutants of `/…/flags` that are regular expressions themselves. */
export function regexMutants(literal) {
  const last = literal.lastIndexOf('/');
  const [body, flags] = [literal.slice(1, last), literal.slice(last + 1)];
  const found = new Set();
  const put = (start, end, to) => found.add(`/${body.slice(0, start)}${to}${body.slice(end)}/${flags}`);
  for (const { start, end, kind } of pieces(body)) {
    const piece = body.slice(start, end);
    if (kind === 'anchor') put(start, end, '');
    else if (kind === 'class') put(start, end, piece[1] === '^' ? `[${piece.slice(2)}` : `[^${piece.slice(1)}`);
    else if (kind === 'escape')
      put(start, end, `\\${piece[1] === piece[1].toLowerCase() ? piece[1].toUpperCase() : piece[1].toLowerCase()}`);
    else if (kind === 'look') put(start, end, piece.includes('!') ? piece.replace('!', '=') : piece.replace('=', '!'));
    else if (kind === 'bar') put(start, end, '');
    else for (const to of quantifiers(piece)) put(start, end, to);
  }
  for (const flag of 'ims') if (flags.includes(flag)) found.add(`/${body}/${flags.replace(flag, '')}`);
  found.delete(literal);
  return [...found].filter(valid);
}

function quantifiers(piece) {
  const lazy = piece.length > 1 && piece.endsWith('?') ? '?' : '';
  const greedy = lazy === '' ? piece : piece.slice(0, -1);
  if (greedy === '*') return [`+${lazy}`];
  if (greedy === '+') return [`*${lazy}`, ''];
  if (greedy === '?') return [''];
  const [, low, comma, high] = /^\{(\d+)(,?)(\d*)\}$/.exec(greedy) ?? [];
  if (low === undefined) return [];
  if (comma === '') return [`{${Number(low) + 1}}${lazy}`];
  const higher = `{${Number(low) + 1},${high}}${lazy}`;
  return high === '' ? [higher] : [...(Number(low) < Number(high) ? [higher] : []), `{${low},${Number(high) + 1}}${lazy}`];
}

/** The pieces that have mutants. A bar goes with the branch before it. */
function pieces(body) {
  const found = [];
  const branches = [0];
  for (let at = 0; at < body.length;) {
    const rest = body.slice(at);
    const took = (kind, length) => {
      found.push({ kind, start: at, end: at + length });
      at += length;
    };
    let hit;
    if ((hit = /^\\[bB]/.exec(rest))) took('anchor', 2);
    else if ((hit = /^\\[dDwWsS]/.exec(rest))) took('escape', 2);
    else if ((hit = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|k<[^>]*>|.)/s.exec(rest))) at += hit[0].length;
    else if ((hit = /^\[(?:\\.|[^\]\\])*\]/s.exec(rest))) took('class', hit[0].length);
    else if (/^[\^$]/.test(rest)) took('anchor', 1);
    else if ((hit = /^\(\?<?[=!]/.exec(rest))) {
      took('look', hit[0].length);
      branches.push(at);
    } else if ((hit = /^\((?:\?:|\?<[^>=!]*>)?/.exec(rest))) {
      at += hit[0].length;
      branches.push(at);
    } else if (rest[0] === ')') {
      branches.pop();
      at += 1;
    } else if (rest[0] === '|') {
      found.push({ kind: 'bar', start: branches.at(-1) ?? 0, end: at + 1 });
      at += 1;
      branches[branches.length - 1] = at;
    } else if ((hit = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest))) took('quantifier', hit[0].length);
    else at += 1;
  }
  return found;
}

function valid(literal) {
  const last = literal.lastIndexOf('/');
  if (last === 1) return false;
  try {
    return new RegExp(literal.slice(1, last), literal.slice(last + 1)) instanceof RegExp;
  } catch {
    return false;
  }
}
