import { validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import { conditionPaths } from '../expressions/condition-paths.ts';
import { parseKeyCondition } from '../expressions/key-condition.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { parseProjection } from '../expressions/parse-projection.ts';
import { type Placeholders, Scope } from '../expressions/scope.ts';
import type { Condition } from '../expressions/syntax.ts';
import { keyRangeOf } from '../reads/key-range.ts';
import { readPage } from '../reads/read-page.ts';
import { rangeAfter } from '../reads/start-key.ts';
import { type ViewMembers, viewOf } from '../reads/view.ts';
import type { Room } from '../room.ts';
import type { CapacityMode } from '../store/capacity.ts';
import { indexOf, keyNames, type KeySchema } from '../store/definition.ts';
import type { Item } from '../values/attribute-value.ts';
import { pageParameters } from './page-parameters.ts';
import { text } from './parameters.ts';

interface QueryInput extends ViewMembers, Placeholders {
  readonly TableName: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExclusiveStartKey?: Item;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

/** Reads the items of one partition of a table or index, in the order of the sort key. */
export const query = (room: Room): Operation => ({
  parameters: { ...pageParameters, KeyConditionExpression: text, ScanIndexForward: { type: 'boolean' } },
  run(input: QueryInput) {
    const { KeyConditionExpression, FilterExpression, ProjectionExpression, ScanIndexForward = true } = input;
    const scope = Scope.of(input, { FilterExpression, KeyConditionExpression, ProjectionExpression });
    if (KeyConditionExpression === undefined) {
      throw validationError(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    }
    const filter =
      FilterExpression === undefined ? undefined : parseCondition('FilterExpression', FilterExpression, scope);
    const paths = ProjectionExpression === undefined ? undefined : parseProjection(ProjectionExpression, scope);
    const table = room.tables.require(input.TableName);
    const view = viewOf(table, input, paths, filter ? conditionPaths(filter) : []);
    const key = (input.IndexName && indexOf(table.definition, input.IndexName)?.key) || table.definition.key;
    const condition = parseKeyCondition(KeyConditionExpression, scope, key);
    scope.checkAllUsed();
    if (filter) checkFilter(filter, key);
    return readPage(room, {
      view,
      range: rangeAfter(view, keyRangeOf(table.definition, key, condition), ScanIndexForward, input.ExclusiveStartKey),
      isForward: ScanIndexForward,
      limit: input.Limit,
      filter,
      mode: input.ConsistentRead ? 'strong' : 'eventual',
      capacityMode: input.ReturnConsumedCapacity,
    });
  },
});

/** What the key condition can say, a filter may not. */
function checkFilter(filter: Condition, key: KeySchema): void {
  const names: readonly unknown[] = keyNames(key);
  const found = conditionPaths(filter).find(([name]) => names.includes(name));
  if (!found) return;
  throw validationError(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${found[0]}`,
  );
}
