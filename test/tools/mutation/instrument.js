// Marks in a source text: which of its regions a test passes, and how often its loops turn.
import ts from 'typescript';

/**
 * The regions of a text, inner ones after outer ones, and the insertions that count them: `__pass(n)` where a region begins, counted from
 * `first`. The first region is the text itself, which runs when the module is loaded.
 */
export function regionsOf(text, file, first = 0) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const regions = [{ start: 0, end: text.length }];
  const inserts = [];
  const block = (node) => {
    regions.push({ start: node.getStart(source), end: node.end });
    inserts.push({ at: node.getStart(source) + 1, text: `__pass(${first + regions.length - 1});` });
  };
  const wrap = (node, before, after) => {
    regions.push({ start: node.getStart(source), end: node.end });
    inserts.push({ at: node.getStart(source), text: before(`__pass(${first + regions.length - 1})`) }, { at: node.end, text: after });
  };
  const expression = (node) => wrap(node, (pass) => `(${pass}, `, ')');
  const statement = (node) => {
    if (!node) return;
    if (ts.isBlock(node)) block(node);
    else wrap(node, (pass) => `{${pass}; `, '}');
  };
  const visit = (node) => {
    if (ts.isTypeNode(node)) return;
    if (ts.isFunctionLike(node) && node.body) {
      if (ts.isBlock(node.body)) block(node.body);
      else expression(node.body);
    } else if (ts.isIfStatement(node)) {
      statement(node.thenStatement);
      statement(node.elseStatement);
    } else if (ts.isIterationStatement(node, false)) statement(node.statement);
    else if (ts.isConditionalExpression(node)) {
      expression(node.whenTrue);
      expression(node.whenFalse);
    } else if (ts.isBinaryExpression(node) && ['&&', '||', '??'].includes(node.operatorToken.getText(source))) expression(node.right);
    else if ((ts.isCaseClause(node) || ts.isDefaultClause(node)) && node.statements.length > 0) {
      regions.push({ start: node.statements[0].getStart(source), end: node.end });
      inserts.push({ at: node.statements[0].getStart(source), text: `__pass(${first + regions.length - 1});` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { regions, inserts };
}

/** Where loops turn: `__turn()`, which throws after too many. In the condition too, for a mutant may empty the body. */
export function turnsOf(text, file) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const inserts = [];
  const visit = (node) => {
    const condition = ts.isForStatement(node)
      ? node.condition
      : ts.isWhileStatement(node) || ts.isDoStatement(node)
        ? node.expression
        : undefined;
    if (condition) inserts.push({ at: condition.getStart(source), text: '(__turn(), ' }, { at: condition.end, text: ')' });
    else if (ts.isIterationStatement(node, false)) {
      if (ts.isBlock(node.statement)) inserts.push({ at: node.statement.getStart(source) + 1, text: '__turn();' });
      else inserts.push({ at: node.statement.getStart(source), text: '{__turn(); ' }, { at: node.statement.end, text: '}' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return inserts;
}

/** The text with all insertions, and with one region of it replaced, if given: what would be inserted within it is left out. */
export function edited(text, inserts, replaced = null) {
  const edits = inserts
    .map((insert, order) => ({ ...insert, order }))
    .filter(({ at }) => replaced === null || at <= replaced.start || at >= replaced.end)
    .sort((a, b) => a.at - b.at || a.order - b.order);
  let result = '';
  let from = 0;
  const upTo = (to) => {
    if (replaced !== null && from <= replaced.start && to >= replaced.end && to > from) {
      result += text.slice(from, replaced.start) + replaced.to + text.slice(replaced.end, to);
    } else result += text.slice(from, to);
    from = to;
  };
  for (const { at, text: inserted } of edits) {
    upTo(at);
    result += inserted;
  }
  upTo(text.length);
  return result;
}
