/** UpdateExpression. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html */
import { type AttributeValue, setMembers, typeOf } from '../values/attribute-value.ts';
import { checkNoOverlap } from './check-paths.ts';
import type { Scope } from './scope.ts';
import type { Source, UpdateAction } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof sections)[number];

/** Long names of types, used in the messages of ADD and DELETE only. */
const typeNames: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
};

/** Parses an update. Throws DynamoDB's ValidationException for whatever is wrong with it. */
export function parseUpdate(expression: string, scope: Scope): UpdateAction[] {
  const reader = new TokenReader('UpdateExpression', expression, scope);
  const actions: UpdateAction[] = [];
  const seen = new Set<Section>();
  do {
    const section = sections.find((each) => reader.takeKeyword(each));
    if (!section) throw reader.syntaxError();
    if (seen.has(section)) reader.problem(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    do actions.push(parseAction(reader, section));
    while (reader.takeSymbol(','));
  } while (reader.peek().kind !== 'end');
  checkNoOverlap(
    reader,
    actions.map(({ path }) => path),
  );
  reader.finish();
  return actions;
}

function parseAction(reader: TokenReader, section: Section): UpdateAction {
  const path = reader.path();
  switch (section) {
    case 'SET':
      reader.expectSymbol('=');
      return { kind: 'set', path, source: parseSource(reader) };
    case 'REMOVE':
      return { kind: 'remove', path };
    case 'ADD':
    case 'DELETE': {
      if (reader.peek().kind !== 'value') throw reader.syntaxError();
      const value = reader.value();
      checkSectionValue(reader, section, value);
      return { kind: section === 'ADD' ? 'add' : 'delete', path, value };
    }
    default:
      return section satisfies never;
  }
}

/** An operand, or the sum or difference of two. */
function parseSource(reader: TokenReader): Source {
  const left = parseOperand(reader);
  if (reader.takeSymbol('+')) return arithmetic(reader, 'plus', left, parseOperand(reader));
  if (reader.takeSymbol('-')) return arithmetic(reader, 'minus', left, parseOperand(reader));
  return left;
}

function parseOperand(reader: TokenReader): Source {
  if (reader.takeSymbol('(')) {
    const source = parseSource(reader);
    reader.expectSymbol(')');
    return source;
  }
  if (reader.peek().kind === 'value') return { kind: 'value', value: reader.value() };
  return reader.isCall() ? parseCall(reader) : { kind: 'path', path: reader.path() };
}

function parseCall(reader: TokenReader): Source {
  const name = reader.next().text;
  reader.expectSymbol('(');
  const operands: Source[] = reader.isSymbol(')') ? [] : [parseSource(reader)];
  while (reader.takeSymbol(',')) operands.push(parseSource(reader));
  reader.expectSymbol(')');
  const [left, right] = operands;
  if (name !== 'if_not_exists' && name !== 'list_append') {
    reader.problem(
      ['attribute_exists', 'attribute_not_exists', 'attribute_type', 'begins_with', 'contains', 'size'].includes(name)
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    );
  } else if (!left || !right || operands.length > 2) {
    reader.problem(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  } else if (name === 'list_append') {
    checkOperandTypes(reader, name, ['L'], left, right);
    return { kind: 'list_append', left, right };
  } else if (left.kind === 'path') {
    return { kind: 'if_not_exists', path: left.path, otherwise: right };
  } else {
    reader.problem(`Operator or function requires a document path; operator or function: ${name}`);
  }
  return { kind: 'value', value: { NULL: true } };
}

function arithmetic(reader: TokenReader, kind: 'plus' | 'minus', left: Source, right: Source): Source {
  checkOperandTypes(reader, kind === 'plus' ? '+' : '-', ['N'], left, right);
  return { kind, left, right };
}

function checkOperandTypes(reader: TokenReader, name: string, types: readonly string[], ...operands: Source[]): void {
  for (const operand of operands) {
    if (operand.kind !== 'value' || types.includes(typeOf(operand.value))) continue;
    reader.problem(
      `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(operand.value)}`,
    );
  }
}

/** ADD takes numbers and sets, DELETE sets. */
function checkSectionValue(reader: TokenReader, section: Section, value: AttributeValue): void {
  if (setMembers(value) || (section === 'ADD' && 'N' in value)) return;
  const type = typeNames[typeOf(value)] ?? typeOf(value);
  reader.problem(`Incorrect operand type for operator or function; operator: ${section}, operand type: ${type}`);
}
