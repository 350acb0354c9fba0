import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import { tableName } from './parameters.ts';

export const describeTimeToLive = ({ tables }: Room): Operation => ({
  parameters: { TableName: tableName },
  run({ TableName }: { readonly TableName: string }) {
    const { ttlAttribute } = tables.describe(TableName).definition;
    return {
      TimeToLiveDescription:
        ttlAttribute === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
    };
  },
});
