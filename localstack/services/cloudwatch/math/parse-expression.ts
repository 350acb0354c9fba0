/** Metric math as a tree. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
import { validationFailed } from '../errors.ts';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] };

/** From loose to tight. */
const levels: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];
const tokenForm =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|("[^"]*"|'[^']*')|(\|\||&&|[=!<>]=|[-+*/^<>()[\],]))/uy;

/** Throws AWS's ValidationError when `text` is not an expression. */
export function parseExpression(text: string): Expression {
  const parser = new Parser(tokensOf(text), text);
  return parser.whole();
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const form = new RegExp(tokenForm.source, tokenForm.flags);
  const trimmed = text.trimEnd();
  while (form.lastIndex < trimmed.length) {
    const match = form.exec(trimmed);
    if (!match) throw broken(text);
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
  }
  return tokens;
}

function broken(text: string): Error {
  return validationFailed(`Error in expression '${text}': Syntax error`);
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #index = 0;

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  whole(): Expression {
    const expression = this.#level(0);
    if (this.#index < this.#tokens.length) throw broken(this.#text);
    return expression;
  }

  #level(depth: number): Expression {
    const operators = levels[depth];
    if (!operators) return this.#unary();
    let left = this.#level(depth + 1);
    for (let operator = this.#peek(); operators.includes(operator); operator = this.#peek()) {
      this.#index += 1;
      left = { kind: 'operation', operator, left, right: this.#level(depth + 1) };
    }
    return left;
  }

  #unary(): Expression {
    if (!this.#take('-')) return this.#primary();
    return { kind: 'negative', of: this.#unary() };
  }

  #primary(): Expression {
    const token = this.#peek();
    this.#index += 1;
    if (/^[\d.]/u.test(token)) return { kind: 'number', value: Number(token) };
    if (/^["']/u.test(token)) return { kind: 'text', text: token.slice(1, -1) };
    if (token === '[') return { kind: 'list', items: this.#items(']') };
    if (token === '(') {
      const inner = this.#level(0);
      if (!this.#take(')')) throw broken(this.#text);
      return inner;
    }
    if (!/^[A-Za-z_]/u.test(token)) throw broken(this.#text);
    return this.#take('(') ? { kind: 'call', name: token, values: this.#items(')') } : { kind: 'name', name: token };
  }

  #items(end: string): Expression[] {
    const items: Expression[] = [];
    if (this.#take(end)) return items;
    do items.push(this.#level(0));
    while (this.#take(','));
    if (!this.#take(end)) throw broken(this.#text);
    return items;
  }

  #peek(): string {
    return this.#tokens[this.#index] ?? '';
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#index += 1;
    return true;
  }
}
