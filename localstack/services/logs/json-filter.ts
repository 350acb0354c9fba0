/**
 * JSON filter patterns: `{ $.level = "error" && ($.ms > 100 || $.user IS NULL) }`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import { notImplemented } from '../../engine/aws-error.ts';
import { invalidParameter } from './errors.ts';

type Test = (document: unknown) => boolean;

interface Token {
  readonly kind: 'selector' | 'text' | 'number' | 'word' | 'symbol';
  readonly text: string;
}

const tokenPattern =
  /\s*(?:(?<selector>\$(?:\.[\w@-]+|\[[^\]]*\])*)|"(?<text>(?:[^"\\]|\\.)*)"|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.*-])|(?<symbol>&&|\|\||!=|<=|>=|[=<>(){}%])|(?<word>[\w.*:/@+-]+))/uy;

/** A test for messages that are JSON objects; other messages never match. */
export function compileJsonFilter(pattern: string): (message: string) => boolean {
  const test = new Parser(tokenize(pattern), pattern).parse();
  return (message) => {
    if (!message.trimStart().startsWith('{')) return false;
    try {
      return test(JSON.parse(message));
    } catch {
      return false; // A message that only looks like JSON.
    }
  };
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; pattern.slice(at).trim() !== ''; at = tokenPattern.lastIndex) {
    tokenPattern.lastIndex = at;
    const groups = tokenPattern.exec(pattern)?.groups ?? {};
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined) ?? [];
    if (kind === undefined || text === undefined) throw unreadable(pattern);
    tokens.push({ kind: kind as Token['kind'], text });
  }
  return tokens;
}

function unreadable(pattern: string): Error {
  return invalidParameter(`Invalid JSON filter pattern: ${pattern}`);
}

/** or := and ('||' and)*; and := condition ('&&' condition)*; condition := '(' or ')' | selector operator value. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #pattern: string;
  #at = 0;

  constructor(tokens: readonly Token[], pattern: string) {
    this.#tokens = tokens;
    this.#pattern = pattern;
  }

  parse(): Test {
    this.#expect('{');
    const test = this.#parseOr();
    this.#expect('}');
    if (this.#at < this.#tokens.length) throw unreadable(this.#pattern);
    return test;
  }

  #parseOr(): Test {
    const tests = [this.#parseAnd()];
    while (this.#accept('||')) tests.push(this.#parseAnd());
    return (document) => tests.some((test) => test(document));
  }

  #parseAnd(): Test {
    const tests = [this.#parseCondition()];
    while (this.#accept('&&')) tests.push(this.#parseCondition());
    return (document) => tests.every((test) => test(document));
  }

  #parseCondition(): Test {
    if (this.#accept('(')) {
      const inner = this.#parseOr();
      this.#expect(')');
      return inner;
    }
    const selector = this.#next();
    if (selector.kind !== 'selector') throw unreadable(this.#pattern);
    const path = parseSelector(selector.text);
    const operator = this.#next();
    if (operator.text.toUpperCase() === 'IS') return this.#parseIs(path);
    if (operator.text.toUpperCase() === 'NOT' && this.#next().text.toUpperCase() === 'EXISTS') {
      return (document) => select(document, path) === undefined;
    }
    if (operator.text === 'EXISTS') return (document) => select(document, path) !== undefined;
    return compileComparison(path, operator.text, this.#next(), this.#pattern);
  }

  #parseIs(path: readonly string[]): Test {
    const word = this.#next().text.toUpperCase();
    const wanted = { NULL: null, TRUE: true, FALSE: false }[word];
    if (wanted === undefined) throw unreadable(this.#pattern);
    return (document) => select(document, path) === wanted;
  }

  #next(): Token {
    const token = this.#tokens[this.#at++];
    if (!token) throw unreadable(this.#pattern);
    return token;
  }

  #accept(symbol: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.#at += 1;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw unreadable(this.#pattern);
  }
}

/** `$.a.b[0]["c d"]` as its steps. */
function parseSelector(text: string): string[] {
  if (text.includes('[*]')) throw notImplemented('logs JSON filter selectors with [*]');
  return [...text.matchAll(/\.(?<name>[\w@-]+)|\["(?<quoted>[^"]*)"\]|\[(?<index>\d+)\]/gu)].map(
    ({ groups }) => groups?.['name'] ?? groups?.['quoted'] ?? groups?.['index'] ?? '',
  );
}

function select(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

const numberTests: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
};

function compileComparison(path: readonly string[], operator: string, value: Token, pattern: string): Test {
  if (value.text === '%') throw notImplemented('logs JSON filter patterns with regular expressions');
  const compareNumbers = numberTests[operator];
  if (!compareNumbers || value.kind === 'symbol' || value.kind === 'selector') throw unreadable(pattern);
  if (value.kind === 'number') {
    const wanted = Number(value.text);
    return (document) => {
      const found = select(document, path);
      return typeof found === 'number' && compareNumbers(found, wanted);
    };
  }
  if (operator !== '=' && operator !== '!=') throw unreadable(pattern);
  const matches = wildcardTest(value.text.replace(/\\(?<escaped>.)/gu, '$<escaped>'));
  return (document) => {
    const found = select(document, path);
    return typeof found === 'string' && matches(found) === (operator === '=');
  };
}

/** `*` stands for any text. */
function wildcardTest(wanted: string): (text: string) => boolean {
  if (!wanted.includes('*')) return (text) => text === wanted;
  const parts = wanted.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 'su');
  return (text) => expression.test(text);
}
