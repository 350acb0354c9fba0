/**
 * What the parsers of all five kinds of expression share: the next token, document paths, placeholders, and the
 * wording of what is wrong. Syntax errors are thrown at once; other problems wait until the whole expression is read,
 * because DynamoDB reports a syntax error before anything else.
 */
import { type AwsError, validationError } from '../../../engine/aws-error.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { reservedWords } from './reserved-words.ts';
import type { Scope } from './scope.ts';
import type { Path } from './syntax.ts';
import { type Token, tokensOf } from './tokens.ts';

export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const expressionBytesMax = 4096;
/** A list holds no more elements than fit into an item, so no larger index is a place in one. */
const indexDigitsMax = 9;

/** Words that join conditions: never the beginning of an operand. */
const joiningWords = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN']);

export class TokenReader {
  readonly kind: ExpressionKind;
  readonly #expression: string;
  readonly #scope: Scope;
  readonly #tokens: readonly Token[];
  #position = 0;
  #problem: string | undefined;

  constructor(kind: ExpressionKind, expression: string, scope: Scope) {
    this.kind = kind;
    this.#expression = expression;
    this.#scope = scope;
    const sizeBytes = Buffer.byteLength(expression);
    if (expression.trim() === '') throw this.#invalid('The expression can not be empty;');
    if (sizeBytes > expressionBytesMax) {
      throw this.#invalid(`Expression size has exceeded the maximum allowed size; expression size: ${sizeBytes}`);
    }
    this.#tokens = tokensOf(expression);
  }

  /** The token `ahead` places further on; past the end it stays the end. */
  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)];
    if (!token) throw new Error('an expression has at least its end token');
    return token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === text;
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.#position += 1;
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.syntaxError();
  }

  /** Keywords are case-insensitive. */
  takeKeyword(word: string): boolean {
    const token = this.peek();
    if (token.kind !== 'word' || token.text.toUpperCase() !== word) return false;
    this.#position += 1;
    return true;
  }

  /** True for `word(`, which is a call. */
  isCall(): boolean {
    const { kind, text } = this.peek();
    return kind === 'word' && this.isSymbol('(', 1) && !joiningWords.has(text.toUpperCase());
  }

  /** A document path such as `a.#b[2].c`. */
  path(): Path {
    const steps: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.takeSymbol('.')) steps.push(this.#name());
      else if (this.takeSymbol('[')) {
        const { kind, text } = this.peek();
        if (kind !== 'number') throw this.syntaxError();
        if (text.length > indexDigitsMax)
          this.problem(`List index is not within the allowable range; index: [${text}]`);
        this.next();
        this.expectSymbol(']');
        steps.push(Number(text));
      } else return steps;
    }
  }

  /** The value behind the `:placeholder` that comes next. */
  value(): AttributeValue {
    const { text } = this.next();
    const value = this.#scope.valueOf(text);
    if (value) return value;
    this.problem(`An expression attribute value used in expression is not defined; attribute value: ${text}`);
    return { NULL: true };
  }

  /** Keeps the first thing that is wrong beside the syntax. */
  problem(text: string): void {
    this.#problem ??= text;
  }

  /** Called when the expression should have been read to its end. */
  finish(): void {
    if (this.peek().kind !== 'end') throw this.syntaxError();
    if (this.#problem !== undefined) throw this.#invalid(this.#problem);
  }

  /** Names the next token and shows it between its neighbours, as DynamoDB does. */
  syntaxError(): AwsError {
    const token = this.peek();
    const before = this.#tokens[this.#position - 1] ?? token;
    const after = this.#tokens[this.#position + 1] ?? token;
    const near = this.#expression.slice(before.start, after.end);
    return this.#invalid(`Syntax error; token: "${token.text}", near: "${near}"`);
  }

  #name(): string {
    const { kind, text } = this.peek();
    if (kind !== 'word' && kind !== 'name') throw this.syntaxError();
    if (kind === 'word' && joiningWords.has(text.toUpperCase())) throw this.syntaxError();
    this.next();
    if (kind === 'word') {
      if (reservedWords.has(text.toUpperCase())) {
        this.problem(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
      }
      return text;
    }
    const name = this.#scope.nameOf(text);
    if (name === undefined) {
      this.problem(`An expression attribute name used in the document path is not defined; attribute name: ${text}`);
    }
    return name ?? text;
  }

  #invalid(text: string): AwsError {
    return validationError(`Invalid ${this.kind}: ${text}`);
  }
}
