/** Operands and function calls of conditions. */
import type { AttributeValue } from '../values/attribute-value.ts';
import { valueTypes, typeOf } from '../values/attribute-value.ts';
import { checkDistinct } from './check-operands.ts';
import type { Condition, Operand, Path } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** Number of operands of each function. Names are case-sensitive. */
const operandCounts: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

/** Stands in for an operand that cannot be made because of a problem that is already on record. */
const nothing: Operand = { kind: 'value', value: { NULL: true } };

/** A path, a `:value` or a call of `size`. */
export function parseOperand(reader: TokenReader): Operand {
  if (reader.peek().kind === 'value') return { kind: 'value', value: reader.value() };
  if (!reader.isCall()) return { kind: 'path', path: reader.path() };
  const name = reader.peek().text;
  const call = parseCall(reader);
  if (!isCondition(call)) return call;
  reader.problem(`The function is not allowed to be used this way in an expression; function: ${name}`);
  return nothing;
}

/** A call: `size` gives an operand, every other function a condition. */
export function parseCall(reader: TokenReader): Condition | Operand {
  const name = reader.next().text;
  reader.expectSymbol('(');
  const operands: Operand[] = reader.isSymbol(')') ? [] : [parseOperand(reader)];
  while (reader.takeSymbol(',')) operands.push(parseOperand(reader));
  reader.expectSymbol(')');
  const count = Object.hasOwn(operandCounts, name) ? operandCounts[name] : undefined;
  if (count === undefined) reader.problem(`Invalid function name; function: ${name}`);
  else if (count !== operands.length) {
    reader.problem(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  return callOf(reader, name, operands[0] ?? nothing, operands[1] ?? nothing);
}

export function isCondition(call: Condition | Operand): call is Condition {
  return call.kind !== 'path' && call.kind !== 'value' && call.kind !== 'size';
}

function callOf(reader: TokenReader, name: string, first: Operand, second: Operand): Condition | Operand {
  switch (name) {
    case 'size':
      return { kind: 'size', path: pathOf(reader, name, first) };
    case 'attribute_exists':
    case 'attribute_not_exists':
      return { kind: name, path: pathOf(reader, name, first) };
    case 'attribute_type':
      return { kind: name, path: pathOf(reader, name, first), type: typeNameOf(reader, second) };
    case 'begins_with':
      for (const { kind, ...operand } of [first, second]) {
        if (kind === 'value' && 'value' in operand) checkText(reader, name, operand.value);
      }
      checkDistinct(reader, name, first, [second]);
      return { kind: name, left: first, right: second };
    case 'contains':
      checkDistinct(reader, name, first, [second]);
      return { kind: name, left: first, right: second };
    default:
      return { kind: 'attribute_exists', path: [''] };
  }
}

function pathOf(reader: TokenReader, name: string, operand: Operand): Path {
  if (operand.kind === 'path') return operand.path;
  reader.problem(`Operator or function requires a document path; operator or function: ${name}`);
  return [''];
}

function typeNameOf(reader: TokenReader, operand: Operand): string {
  if (operand.kind !== 'value' || !('S' in operand.value)) {
    const type = operand.kind === 'value' ? typeOf(operand.value) : operand.kind;
    reader.problem(incorrectType('attribute_type', type));
    return '';
  }
  const { S: type } = operand.value;
  if (!valueTypes.some((each) => each === type)) {
    reader.problem(`Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`);
  }
  return type;
}

function checkText(reader: TokenReader, name: string, value: AttributeValue): void {
  if (!('S' in value) && !('B' in value)) reader.problem(incorrectType(name, typeOf(value)));
}

function incorrectType(name: string, type: string): string {
  return `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`;
}
