import { compileChoices, compilePattern, InvalidPattern } from '../../../engine/event-pattern.ts';
import type { Matcher } from '../../../engine/event-pattern.ts';
/**
 * A mapping's filter criteria: which records reach the function. The others count as processed.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
import { invalidParameter } from '../errors.ts';
import type { MappingRecord } from './mapping-record.ts';

/** Tells whether a record with this content and these other fields is for the function. */
export type EventFilter = (content: Buffer | string, metadata: Readonly<Record<string, unknown>>) => boolean;

interface CompiledPattern {
  readonly metadata: Matcher | undefined;
  readonly json: Matcher | undefined;
  readonly plain: Matcher | undefined;
}

/**
 * Compiles the patterns of `FilterCriteria`; a record passes when it matches one of them. A record of a table's stream
 * is JSON as a whole. Kinesis has its content in `data`, SQS in `body`: a pattern for JSON drops content that is not
 * JSON, and the other way round, as the table in each service's filtering page says.
 */
export function compileFilter(patterns: readonly string[], source: MappingRecord['source']): EventFilter {
  if (source === 'dynamodb') return compileRecordFilter(patterns);
  return compileContentFilter(patterns, source === 'sqs' ? 'body' : 'data');
}

function compileRecordFilter(patterns: readonly string[]): EventFilter {
  const compiled = patterns.map((pattern) => worded(pattern, () => compilePattern(JSON.parse(pattern))));
  return (content) => {
    const record: unknown = JSON.parse(content.toString());
    return compiled.some((matches) => matches(record));
  };
}

function compileContentFilter(patterns: readonly string[], contentKey: 'data' | 'body'): EventFilter {
  const compiled = patterns.map((pattern) => compileOne(pattern, contentKey));
  return (content, metadata) => {
    const parsed = compiled.some(({ json, plain }) => json ?? plain) ? parse(content) : undefined;
    return compiled.some(({ metadata: matchesMetadata, json, plain }) => {
      if (matchesMetadata && !matchesMetadata(metadata)) return false;
      if (json) return parsed !== undefined && json(parsed.value);
      if (plain) return parsed === undefined && plain(content.toString());
      return true;
    });
  };
}

function compileOne(text: string, contentKey: 'data' | 'body'): CompiledPattern {
  return worded(text, () => {
    const pattern = JSON.parse(text) as Record<string, unknown>;
    const { [contentKey]: content, ...metadata } = pattern;
    return {
      metadata: Object.keys(metadata).length > 0 || content === undefined ? compilePattern(metadata) : undefined,
      json: content !== undefined && !Array.isArray(content) ? compilePattern(content) : undefined,
      plain: Array.isArray(content) ? compileChoices(content) : undefined,
    };
  });
}

/** The result of compiling a pattern, or Lambda's words for why it is none. */
function worded<T>(text: string, compile: () => T): T {
  try {
    return compile();
  } catch (fault) {
    if (!(fault instanceof InvalidPattern) && !(fault instanceof SyntaxError)) throw fault;
    throw invalidParameter(`Invalid filter pattern definition. (${fault.message}: ${text})`);
  }
}

function parse(content: Buffer | string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(content.toString()) };
  } catch {
    return undefined;
  }
}
