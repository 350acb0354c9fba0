import { validationError } from '../../../engine/aws-error.ts';
import { checkBetween, checkComparison } from './check-operands.ts';
/**
 * Conditions: ConditionExpression, FilterExpression and, before its own checks, KeyConditionExpression.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 *
 * Precedence, tightest first: comparators, BETWEEN and IN; NOT; AND; OR.
 */
import { isCondition, parseCall, parseOperand } from './parse-call.ts';
import type { Scope } from './scope.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';
import { type ExpressionKind, TokenReader } from './token-reader.ts';

/** An expression has this many operators and functions at most, so it cannot nest deeper. */
const levelsMax = 300;
/** IN takes this many choices at most. */
const choicesMax = 100;

const comparators: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Parses a condition. Throws DynamoDB's ValidationException for whatever is wrong with it. */
export function parseCondition(kind: ExpressionKind, expression: string, scope: Scope): Condition {
  const reader = new TokenReader(kind, expression, scope);
  const condition = new ConditionParser(reader).or();
  reader.finish();
  return condition;
}

class ConditionParser {
  readonly #reader: TokenReader;
  /** The condition that stood in the last closed parentheses, to notice `((a))`. */
  #parenthesised: Condition | undefined;
  #level = 0;

  constructor(reader: TokenReader) {
    this.#reader = reader;
  }

  or(): Condition {
    let left = this.#and();
    while (this.#reader.takeKeyword('OR')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Condition {
    let left = this.#not();
    while (this.#reader.takeKeyword('AND')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Condition {
    this.#level += 1;
    // Unsure of AWS's words here; what matters is that no expression can exhaust the stack.
    if (this.#level > levelsMax)
      throw validationError(`Invalid ${this.#reader.kind}: The expression is nested too deeply`);
    const condition: Condition = this.#reader.takeKeyword('NOT')
      ? { kind: 'not', operand: this.#not() }
      : this.#primary();
    this.#level -= 1;
    return condition;
  }

  #primary(): Condition {
    const reader = this.#reader;
    if (reader.takeSymbol('(')) {
      const condition = this.or();
      reader.expectSymbol(')');
      if (condition === this.#parenthesised) reader.problem('The expression has redundant parentheses;');
      this.#parenthesised = condition;
      return condition;
    }
    if (!reader.isCall()) return this.#comparison(parseOperand(reader));
    const name = reader.peek().text;
    const call = parseCall(reader);
    if (!isCondition(call)) return this.#comparison(call);
    if (!this.#isComparisonNext()) return call;
    reader.problem(misused(name));
    return this.#comparison({ kind: 'value', value: { NULL: true } });
  }

  #comparison(operand: Operand): Condition {
    const reader = this.#reader;
    if (reader.takeKeyword('BETWEEN')) {
      const low = parseOperand(reader);
      if (!reader.takeKeyword('AND')) throw reader.syntaxError();
      const high = parseOperand(reader);
      checkBetween(reader, operand, low, high);
      return { kind: 'between', operand, low, high };
    }
    if (reader.takeKeyword('IN')) return { kind: 'in', operand, choices: this.#choices() };
    if (!this.#isComparisonNext()) {
      if (operand.kind !== 'size') throw reader.syntaxError();
      reader.problem(misused('size'));
      return { kind: 'compare', comparator: '=', left: operand, right: operand };
    }
    const comparator = reader.next().text as Comparator;
    const right = parseOperand(reader);
    checkComparison(reader, comparator, operand, right);
    return { kind: 'compare', comparator, left: operand, right };
  }

  #choices(): Operand[] {
    const reader = this.#reader;
    reader.expectSymbol('(');
    const choices = [parseOperand(reader)];
    while (reader.takeSymbol(',')) choices.push(parseOperand(reader));
    reader.expectSymbol(')');
    if (choices.length > choicesMax) {
      reader.problem(
        `Invalid number of operands for operator or function; operator or function: IN, number of operands: ${choices.length}`,
      );
    }
    return choices;
  }

  #isComparisonNext(): boolean {
    const { kind, text } = this.#reader.peek();
    if (kind === 'symbol') return comparators.has(text);
    return kind === 'word' && ['BETWEEN', 'IN'].includes(text.toUpperCase());
  }
}

function misused(name: string): string {
  return `The function is not allowed to be used this way in an expression; function: ${name}`;
}
