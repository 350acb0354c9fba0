/** Checks of operands that need no item: what can be known to be wrong from the expression alone. */
import { type AttributeValue, keyText, typeOf } from '../values/attribute-value.ts';
import { compareValues } from '../values/compare.ts';
import { type Comparator, type Operand, type Path, pathText } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

const sortableTypes: ReadonlySet<string> = new Set(['S', 'N', 'B']);

export function checkComparison(reader: TokenReader, comparator: Comparator, left: Operand, right: Operand): void {
  checkDistinct(reader, comparator, left, [right]);
  if (comparator === '=' || comparator === '<>') return;
  checkSortable(reader, comparator, left);
  checkSortable(reader, comparator, right);
}

export function checkBetween(reader: TokenReader, operand: Operand, low: Operand, high: Operand): void {
  for (const each of [operand, low, high]) checkSortable(reader, 'BETWEEN', each);
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const bounds = `lower bound operand: ${valueText(low.value)}, upper bound operand: ${valueText(high.value)}`;
  if (typeOf(low.value) !== typeOf(high.value)) {
    reader.problem(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
  } else if ((compareValues(low.value, high.value) ?? 0) > 0) {
    reader.problem(`The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`);
  }
}

/** `a = a` says nothing, and DynamoDB takes it for a mistake. */
export function checkDistinct(reader: TokenReader, operator: string, first: Operand, rest: readonly Operand[]): void {
  if (first.kind !== 'path') return;
  if (!rest.some((operand) => operand.kind === 'path' && isSamePath(operand.path, first.path))) return;
  reader.problem(
    'The first operand must be distinct from the remaining operands for this operator or function;' +
      ` operator: ${operator}, first operand: ${pathText(first.path)}`,
  );
}

function checkSortable(reader: TokenReader, operator: string, operand: Operand): void {
  if (operand.kind !== 'value' || sortableTypes.has(typeOf(operand.value))) return;
  reader.problem(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
  );
}

function isSamePath(left: Path, right: Path): boolean {
  return left.length === right.length && left.every((step, index) => step === right[index]);
}

function valueText(value: AttributeValue): string {
  return `AttributeValue: {${typeOf(value)}:${keyText(value) ?? ''}}`;
}
