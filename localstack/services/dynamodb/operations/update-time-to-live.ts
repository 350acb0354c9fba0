import { validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import type { TableDefinition } from '../store/definition.ts';
import { tableName } from './parameters.ts';

interface UpdateTimeToLiveInput {
  readonly TableName: string;
  readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean };
}

/** Chooses the attribute that says when an item expires, or ends expiry. It counts at once, for the items there too. */
export const updateTimeToLive = ({ tables }: Room): Operation => ({
  parameters: {
    TableName: tableName,
    TimeToLiveSpecification: {
      type: 'structure',
      required: true,
      members: {
        AttributeName: { type: 'string', required: true, lengthMin: 1, lengthMax: 255 },
        Enabled: { type: 'boolean', required: true },
      },
    },
  },
  run({ TableName, TimeToLiveSpecification }: UpdateTimeToLiveInput) {
    const { AttributeName, Enabled } = TimeToLiveSpecification;
    const { definition } = tables.describe(TableName);
    checkChange(definition, AttributeName, Enabled);
    const { ttlAttribute: _, ...rest } = definition;
    tables.change(Enabled ? { ...rest, ttlAttribute: AttributeName } : rest).rebuildExpiry();
    return { TimeToLiveSpecification };
  },
});

function checkChange({ ttlAttribute }: TableDefinition, attribute: string, isEnabled: boolean): void {
  if (ttlAttribute === undefined) {
    if (!isEnabled) throw validationError('TimeToLive is already disabled');
  } else if (ttlAttribute !== attribute) {
    throw validationError(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${ttlAttribute}`,
    );
  } else if (isEnabled) throw validationError('TimeToLive is already enabled');
}
