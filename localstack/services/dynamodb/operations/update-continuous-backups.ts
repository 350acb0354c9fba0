import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import { backedUpTable, describeBackups } from './continuous-backups.ts';
import { tableName } from './parameters.ts';

interface UpdateContinuousBackupsInput {
  readonly TableName: string;
  readonly PointInTimeRecoverySpecification: {
    readonly PointInTimeRecoveryEnabled: boolean;
    readonly RecoveryPeriodInDays?: number;
  };
}

/** Turns point-in-time recovery on or off, as a setting. */
export const updateContinuousBackups = (room: Room): Operation => ({
  parameters: {
    TableName: tableName,
    PointInTimeRecoverySpecification: {
      type: 'structure',
      required: true,
      members: {
        PointInTimeRecoveryEnabled: { type: 'boolean', required: true },
        RecoveryPeriodInDays: { type: 'integer', valueMin: 1, valueMax: 35 },
      },
    },
  },
  run({ TableName, PointInTimeRecoverySpecification: wanted }: UpdateContinuousBackupsInput) {
    const nowMs = room.engine.clock.nowMs();
    const { pointInTimeSinceMs, ...rest } = backedUpTable(room, TableName);
    const isOn = wanted.PointInTimeRecoveryEnabled;
    const { definition } = room.tables.change({
      ...rest,
      hasPointInTimeRecovery: isOn,
      recoveryDays: wanted.RecoveryPeriodInDays ?? rest.recoveryDays,
      ...(isOn ? { pointInTimeSinceMs: pointInTimeSinceMs ?? nowMs } : {}),
    });
    return describeBackups(definition, nowMs);
  },
});
