/**
 * Filter patterns: terms, phrases, exclusions, any-of terms, and JSON selectors (`json-filter.ts`).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
import { notImplemented } from '../../engine/aws-error.ts';
import { invalidParameter } from './errors.ts';
import { compileJsonFilter } from './json-filter.ts';

export type MessageTest = (message: string) => boolean;

interface Term {
  readonly kind: 'all' | 'any' | 'none';
  readonly text: string;
}

const termPattern = /(?<sign>[-?]?)(?:"(?<phrase>(?:[^"\\]|\\.)*)"|(?<word>[^\s"]+))/uy;

/** What a pattern asks of a message. An empty pattern asks nothing. Throws for what cannot be read. */
export function compileFilterPattern(pattern: string): MessageTest {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return compileJsonFilter(text);
  if (text.startsWith('[')) throw notImplemented('logs filter patterns for space-delimited events');
  if (text.startsWith('%')) throw notImplemented('logs filter patterns with regular expressions');
  return compileTerms(parseTerms(text));
}

function parseTerms(text: string): Term[] {
  const terms: Term[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    termPattern.lastIndex = at;
    const groups = termPattern.exec(text)?.groups;
    if (!groups) throw invalidParameter(`Invalid filter pattern: ${text}`);
    at = termPattern.lastIndex;
    const kind = groups['sign'] === '-' ? 'none' : groups['sign'] === '?' ? 'any' : 'all';
    terms.push({ kind, text: groups['word'] ?? (groups['phrase'] ?? '').replace(/\\(?<escaped>.)/gu, '$<escaped>') });
  }
  return terms;
}

/** Case matters. Unsure whether AWS matches a bare term inside a longer word; its examples read as if it did. */
function compileTerms(terms: readonly Term[]): MessageTest {
  const textsOf = (kind: Term['kind']) => terms.filter((term) => term.kind === kind).map(({ text }) => text);
  const [all, any, none] = [textsOf('all'), textsOf('any'), textsOf('none')];
  if (any.length > 0 && all.length + none.length > 0) {
    throw notImplemented('logs filter patterns that mix ?terms with others');
  }
  return (message) =>
    all.every((text) => message.includes(text)) &&
    !none.some((text) => message.includes(text)) &&
    (any.length === 0 || any.some((text) => message.includes(text)));
}
