/** ProjectionExpression. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html */
import { checkNoOverlap } from './check-paths.ts';
import type { Scope } from './scope.ts';
import type { Path } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

/** Parses a list of paths. Throws DynamoDB's ValidationException for whatever is wrong with it. */
export function parseProjection(expression: string, scope: Scope): Path[] {
  const reader = new TokenReader('ProjectionExpression', expression, scope);
  const paths = [reader.path()];
  while (reader.takeSymbol(',')) paths.push(reader.path());
  checkNoOverlap(reader, paths);
  reader.finish();
  return paths;
}
