// The mutants of a source text: one small change each, found in TypeScript's own syntax tree.
//
// What is meant for people (titles, labels, explanations, next steps) is left alone: another wording is no other behaviour. What decides
// stays in: a text that is compared, searched for or looked up, a code, a key, and whether something is said at all.
import ts from 'typescript';
import { regexMutants } from './regex.js';

const K = ts.SyntaxKind;

/** Properties and functions whose texts are read by people and by nothing else. */
const wordedProperties = new Set(
  'title pass fail settle want why how label text saw what note said says name source described meaning line hint'.split(' '),
);
const wordedCalls = new Set(['see', 'unknown', 'skip', 'Error', 'TypeError', 'RangeError']);

const binary = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '|=': ['&='],
};
const operatorName = (token) =>
  /^[!=]==$/.test(token) ? 'equality' : /^[<>]=?$/.test(token) ? 'boundary' : /^(&&|\|\|)$/.test(token) ? 'logical' : 'arithmetic';

const methods = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  trimStart: 'trimEnd',
  trimEnd: 'trimStart',
  indexOf: 'lastIndexOf',
  lastIndexOf: 'indexOf',
  find: 'findLast',
  findLast: 'find',
  replaceAll: 'replace',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  keys: 'values',
};
const dropped = new Set('trim toLowerCase toUpperCase filter sort toSorted reverse toReversed slice flat normalize'.split(' '));

/** All mutants of a text: where, what kind, and what stands there instead. */
export function mutantsOf(text, file) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found = [];
  const at = (node) => [node.getStart(source), node.end];
  const code = (node) => text.slice(...at(node));
  const add = (operator, [start, end], to) => {
    const from = text.slice(start, end);
    if (from === to || found.some((mutant) => mutant.start === start && mutant.end === end && mutant.to === to)) return;
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    found.push({ file, line: line + 1, column: character + 1, operator, start, end, from, to });
  };

  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isExportDeclaration(node)) return;
    mutate(node);
    ts.forEachChild(node, visit);
  };

  function mutate(node) {
    if (ts.isBinaryExpression(node)) binaryMutants(node);
    else if (ts.isPrefixUnaryExpression(node)) prefixMutants(node);
    else if (ts.isPostfixUnaryExpression(node)) add('arithmetic', at(node), flipped(code(node)));
    else if (ts.isIfStatement(node)) {
      decision(node.expression);
      blocks(node.thenStatement, node.elseStatement);
    } else if (ts.isConditionalExpression(node)) decision(node.condition);
    else if (ts.isWhileStatement(node)) {
      add('condition', at(node.expression), 'false');
      blocks(node.statement);
    } else if (ts.isForStatement(node)) {
      if (node.condition) add('condition', at(node.condition), 'false');
      blocks(node.statement);
    } else if (ts.isForOfStatement(node)) blocks(node.statement);
    else if (ts.isReturnStatement(node) && node.expression) returned(node.expression);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) returned(node.body);
    else if (ts.isExpressionStatement(node)) add('statement', at(node), ';');
    else if (ts.isBreakStatement(node) && !ts.isCaseClause(node.parent)) add('statement', at(node), ';');
    else if (ts.isContinueStatement(node)) add('statement', at(node), ';');
    else if (ts.isCallExpression(node)) callMutants(node);
    else if (node.kind === K.QuestionDotToken) chainMutant(node);
    else if (ts.isNumericLiteral(node)) add('number', at(node), node.text === '0' ? '1' : node.text === '1' ? '0' : `(${code(node)} + 1)`);
    else if (ts.isBigIntLiteral(node))
      add('number', at(node), code(node) === '0n' ? '1n' : code(node) === '1n' ? '0n' : `(${code(node)} + 1n)`);
    else if (node.kind === K.TrueKeyword && !ts.isLiteralTypeNode(node.parent)) add('boolean', at(node), 'false');
    else if (node.kind === K.FalseKeyword && !ts.isLiteralTypeNode(node.parent)) add('boolean', at(node), 'true');
    else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) stringMutants(node);
    else if (ts.isTemplateExpression(node)) templateMutants(node);
    else if (ts.isArrayLiteralExpression(node))
      node.elements.forEach((element, index) => removed('element', node.elements, element, index));
    else if (ts.isObjectLiteralExpression(node)) objectMutants(node);
    else if (ts.isRegularExpressionLiteral(node)) for (const to of regexMutants(node.text)) add('regex', at(node), to);
  }

  /** The condition of an `if` or of a `?`. What is a comparison or a chain gets its own mutants besides. */
  function decision(condition) {
    add('condition', at(condition), 'true');
    add('condition', at(condition), 'false');
  }

  function blocks(...statements) {
    for (const statement of statements) {
      if (!statement) continue;
      if (ts.isBlock(statement)) {
        // a block of one statement that has a mutant of its own is the same change twice
        const [only] = statement.statements;
        const own =
          statement.statements.length === 1 &&
          (ts.isExpressionStatement(only) || ts.isContinueStatement(only) || ts.isBreakStatement(only));
        if (statement.statements.length > 0 && !own) add('block', at(statement), '{}');
      }
    }
  }

  function binaryMutants(node) {
    const token = node.operatorToken.getText(source);
    const place = at(node.operatorToken);
    if (token === '??') return add('fallback', [node.left.end, node.end], '');
    if ((token === '+' || token === '+=') && [node.left, node.right].some(textual)) return;
    for (const to of binary[token] ?? []) add(operatorName(token), place, to);
    if (token === '&&' || token === '||') {
      add('operand', at(node), code(node.left));
      add('operand', at(node), code(node.right));
    }
  }

  function textual(node) {
    return (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateExpression(node) ||
      (ts.isBinaryExpression(node) && (textual(node.left) || textual(node.right)))
    );
  }

  function prefixMutants(node) {
    if (node.operator === K.ExclamationToken) add('negation', at(node), code(node.operand));
    else if (node.operator === K.MinusToken && !ts.isNumericLiteral(node.operand)) add('negation', at(node), code(node.operand));
    else if (node.operator === K.MinusToken) add('negation', at(node), code(node.operand));
    else if (node.operator === K.TildeToken) add('negation', at(node), code(node.operand));
    else if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) add('arithmetic', at(node), flipped(code(node)));
  }

  function flipped(text) {
    return text.includes('++') ? text.replace('++', '--') : text.replace('--', '++');
  }

  function returned(expression) {
    const value = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
    if (yesOrNo(value)) {
      add('return', at(expression), 'true');
      add('return', at(expression), 'false');
    } else if (worthReturning(value)) add('return', at(expression), 'undefined');
  }

  function yesOrNo(node) {
    if (ts.isPrefixUnaryExpression(node)) return node.operator === K.ExclamationToken;
    if (ts.isBinaryExpression(node)) {
      const token = node.operatorToken.getText(source);
      return (
        /^([!=]==|[<>]=?)$/.test(token) ||
        (/^(&&|\|\|)$/.test(token) && yesOrNo(node.left) && yesOrNo(node.right)) ||
        token === 'in' ||
        token === 'instanceof'
      );
    }
    if (!ts.isCallExpression(node)) return false;
    const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText(source);
    return /^(is|has|can|some|every|includes|startsWith|endsWith|test|same|covers|contains)([A-Z]|$)/.test(name);
  }

  /** `undefined` itself, `null` and plain names hold nothing that would not be missed elsewhere; a literal has a mutant of its own. */
  function worthReturning(node) {
    return !(
      ts.isLiteralExpression(node) ||
      [K.NullKeyword, K.TrueKeyword, K.FalseKeyword, K.ArrowFunction].includes(node.kind) ||
      code(node) === 'undefined'
    );
  }

  function callMutants(node) {
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression)) return;
    const name = expression.name.text;
    if (Object.hasOwn(methods, name)) add('method', at(expression.name), methods[name]);
    else if (dropped.has(name)) add('method', [expression.expression.end, node.end], '');
  }

  function chainMutant(token) {
    const { parent } = token;
    const place = [token.getStart(source), token.end];
    add('optional', place, ts.isPropertyAccessExpression(parent) ? '.' : '');
  }

  function stringMutants(node) {
    if (key(node) || forPeople(node) || heldByTypes(node)) return;
    add('string', at(node), node.text === '' ? "'~'" : "''");
  }

  /** A text put together decides only where it is no sentence: a key, an address, a pattern. */
  function templateMutants(node) {
    const pieces = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
    if (pieces.some((piece) => /\s/.test(piece)) || forPeople(node)) return;
    add('string', at(node), "''");
  }

  function key(node) {
    const { parent } = node;
    return (ts.isPropertyAssignment(parent) && parent.name === node) || ts.isLiteralTypeNode(parent) || ts.isModuleDeclaration(parent);
  }

  function forPeople(node) {
    if (compared(node)) return false;
    for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
      if (compared(inner)) return false;
      if (ts.isPropertyAssignment(outer) && outer.initializer === inner && wordedProperties.has(outer.name.getText(source))) return true;
      if (ts.isCallExpression(outer) || ts.isNewExpression(outer)) {
        const called = outer.expression.getText(source);
        if (wordedCalls.has(called) && !(called === 'see' && outer.arguments?.[0] === inner)) return true;
      }
      if (ts.isFunctionLike(outer) || ts.isStatement(outer)) break;
    }
    // a sentence or a piece of one
    return /\s/.test(node.text ?? '') || /^[,.:;] ?$/.test(node.text ?? '');
  }

  /** What the compiler refuses is no mutant: the ids that a check declares, and those that it then may name. */
  function heldByTypes(node) {
    const { parent } = node;
    if (ts.isCallExpression(parent)) return parent.expression.getText(source) === 'see' && parent.arguments[0] === node;
    const list = ts.isArrayLiteralExpression(parent) ? parent.parent : parent;
    if (!ts.isPropertyAssignment(list)) return false;
    const name = list.name.getText(source);
    if (list === parent && (name === 'cause' || name === 'confidence')) return true;
    const declared = list.parent.parent;
    if (!ts.isCallExpression(declared) || declared.expression.getText(source) !== 'defineCheck') return false;
    return ['id', 'area', 'causes', 'needs', 'wants'].includes(name);
  }

  /** Is this text one side of a comparison, a case, or what a search looks for? */
  function compared(node) {
    const { parent } = node;
    if (!parent) return false;
    if (ts.isCaseClause(parent)) return parent.expression === node;
    if (ts.isBinaryExpression(parent)) return /^([!=]==|[<>]=?|in)$/.test(parent.operatorToken.getText(source));
    if (!ts.isCallExpression(parent) || !parent.arguments.includes(node) || !ts.isPropertyAccessExpression(parent.expression)) return false;
    return /^(includes|startsWith|endsWith|indexOf|lastIndexOf|split|has|get|test|match|replace|replaceAll)$/.test(
      parent.expression.name.text,
    );
  }

  function objectMutants(node) {
    const table = isTable(node);
    node.properties.forEach((property, index) => {
      const worded = ts.isPropertyAssignment(property) && wordedProperties.has(property.name.getText(source));
      if (ts.isSpreadAssignment(property) || (!worded && (table || !ts.isPropertyAssignment(property) || choice(property.initializer))))
        removed('property', node.properties, property, index);
    });
  }

  /** What a property is set to may itself be the decision: an empty list, a flag. Its own mutants cover what is a literal or is put together. */
  function choice(value) {
    return ts.isIdentifier(value) || ts.isPropertyAccessExpression(value);
  }

  /** A table of data at the top of a file: each entry counts. */
  function isTable(node) {
    let outer = node.parent;
    while (outer && (ts.isAsExpression(outer) || ts.isSatisfiesExpression(outer))) outer = outer.parent;
    return outer && ts.isVariableDeclaration(outer) && ts.isSourceFile(outer.parent.parent.parent);
  }

  function removed(operator, list, node, index) {
    if (ts.isOmittedExpression(node) || heldByTypes(node)) return;
    const next = list[index + 1];
    const [start, end] = at(node);
    if (next) add(operator, [start, next.getStart(source)], '');
    else {
      const comma = /^\s*,/.exec(text.slice(end));
      add(operator, [start, end + (comma ? comma[0].length : 0)], '');
    }
  }

  visit(source);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}
