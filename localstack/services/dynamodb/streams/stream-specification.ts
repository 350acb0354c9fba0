/** `StreamSpecification`: whether a table tells its changes, and how much of them. */
import { validationError } from '../../../engine/aws-error.ts';
import type { Parameter } from '../../../engine/validation.ts';
import { invalidParameter } from '../errors.ts';
import type { TableDefinition, ViewType } from '../store/definition.ts';

export interface StreamSpecification {
  readonly StreamEnabled: boolean;
  readonly StreamViewType?: ViewType;
}

export const streamSpecification: Parameter = {
  type: 'structure',
  members: {
    StreamEnabled: { type: 'boolean', required: true },
    StreamViewType: { type: 'string', enum: ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] },
  },
};

/** What a new table's stream is to show; undefined for a table without one. */
export function newView(given: StreamSpecification | undefined): ViewType | undefined {
  if (!given) return undefined;
  const { StreamEnabled: isEnabled, StreamViewType: viewType } = given;
  // Unsure of AWS's words for both.
  if (isEnabled && !viewType) throw invalidParameter('StreamViewType must be specified when StreamEnabled is true');
  if (!isEnabled && viewType) throw invalidParameter('StreamViewType cannot be specified when StreamEnabled is false');
  return viewType;
}

/** The change that an update asks for: a view to enable, `'off'`, or nothing. Throws when the table is there already. */
export function changedView(
  { name, stream }: TableDefinition,
  given: StreamSpecification | undefined,
): ViewType | 'off' | undefined {
  if (!given) return undefined;
  const viewType = newView(given);
  const isOn = stream?.isEnabled === true;
  if (viewType && isOn) throw validationError(`Table already has an enabled stream: TableName: ${name}`);
  if (!viewType && !isOn) throw validationError(`Table does not have a stream to disable: TableName: ${name}`);
  return viewType ?? 'off';
}
