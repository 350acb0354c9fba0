/** Cuts an expression into tokens. */
type TokenKind = 'word' | 'name' | 'value' | 'number' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where the token is in the expression; the end excluded. */
  readonly start: number;
  readonly end: number;
}

/** One alternative per kind of token; what none of them takes is a symbol of its own, for the parser to refuse. */
const tokenPattern =
  /\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>\d+)|(?<symbol><>|<=|>=|[^\s]))/y;

const kinds = ['word', 'name', 'value', 'number', 'symbol'] as const;

/** The tokens of `expression`, an `end` token last. */
export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(tokenPattern);
  for (let match = pattern.exec(expression); match; match = pattern.exec(expression)) {
    const kind = kinds.find((each) => match?.groups?.[each] !== undefined) ?? 'symbol';
    const text = match.groups?.[kind] ?? '';
    tokens.push({ kind, text, start: pattern.lastIndex - text.length, end: pattern.lastIndex });
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: expression.length, end: expression.length });
  return tokens;
}
