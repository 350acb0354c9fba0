/** `ContinuousBackupsDescription`. Point-in-time recovery is remembered, but nothing can be restored. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Room } from '../room.ts';
import type { TableDefinition } from '../store/definition.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** The latest moment that can be restored lies this far back on AWS. */
const recoveryLagMs = 5 * 60 * 1000;

export function backedUpTable({ tables }: Room, name: string): TableDefinition {
  const definition = tables.find(name)?.definition;
  if (!definition) throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
  return definition;
}

export function describeBackups(definition: TableDefinition, nowMs: number): Record<string, unknown> {
  const { hasPointInTimeRecovery, recoveryDays, pointInTimeSinceMs = nowMs } = definition;
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: hasPointInTimeRecovery
        ? {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: recoveryDays,
            EarliestRestorableDateTime: Math.max(pointInTimeSinceMs, nowMs - recoveryDays * dayMs) / 1000,
            LatestRestorableDateTime: Math.max(pointInTimeSinceMs, nowMs - recoveryLagMs) / 1000,
          }
        : { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}
