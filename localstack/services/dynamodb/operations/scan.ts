import { validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import { conditionPaths } from '../expressions/condition-paths.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { parseProjection } from '../expressions/parse-projection.ts';
import { type Placeholders, Scope } from '../expressions/scope.ts';
import { readPage } from '../reads/read-page.ts';
import { rangeAfter } from '../reads/start-key.ts';
import { type ViewMembers, viewOf } from '../reads/view.ts';
import type { Room } from '../room.ts';
import type { CapacityMode } from '../store/capacity.ts';
import { segmentRange } from '../store/key-bytes.ts';
import type { Item } from '../values/attribute-value.ts';
import { pageParameters } from './page-parameters.ts';

interface ScanInput extends ViewMembers, Placeholders {
  readonly TableName: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExclusiveStartKey?: Item;
  readonly Limit?: number;
  readonly Segment?: number;
  readonly TotalSegments?: number;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
const segmentsMax = 1_000_000;

/** Reads all items of a table or index, or of one segment of it. */
export const scan = (room: Room): Operation => ({
  parameters: {
    ...pageParameters,
    Segment: { type: 'integer', valueMin: 0, valueMax: segmentsMax - 1 },
    TotalSegments: { type: 'integer', valueMin: 1, valueMax: segmentsMax },
  },
  run(input: ScanInput) {
    const { FilterExpression, ProjectionExpression } = input;
    const scope = Scope.of(input, { FilterExpression, ProjectionExpression });
    const { segment, segmentCount } = segmentOf(input);
    const filter =
      FilterExpression === undefined ? undefined : parseCondition('FilterExpression', FilterExpression, scope);
    const paths = ProjectionExpression === undefined ? undefined : parseProjection(ProjectionExpression, scope);
    scope.checkAllUsed();
    const table = room.tables.require(input.TableName);
    const view = viewOf(table, input, paths, filter ? conditionPaths(filter) : []);
    return readPage(room, {
      view,
      range: rangeAfter(view, segmentRange(segment, segmentCount), true, input.ExclusiveStartKey),
      isForward: true,
      limit: input.Limit,
      filter,
      mode: input.ConsistentRead ? 'strong' : 'eventual',
      capacityMode: input.ReturnConsumedCapacity,
    });
  },
});

function segmentOf({ Segment, TotalSegments }: ScanInput): { segment: number; segmentCount: number } {
  if (Segment === undefined && TotalSegments === undefined) return { segment: 0, segmentCount: 1 };
  if (TotalSegments === undefined) {
    throw validationError(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (Segment === undefined) {
    throw validationError(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (Segment >= TotalSegments) {
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
  return { segment: Segment, segmentCount: TotalSegments };
}
