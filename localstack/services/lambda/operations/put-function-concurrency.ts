import type { Operation } from '../../../engine/service.ts';
import { invalidParameter } from '../errors.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

interface PutFunctionConcurrencyInput extends Addressed {
  readonly ReservedConcurrentExecutions: number;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const putFunctionConcurrency = ({ functions, concurrency }: LambdaRoom): Operation => ({
  parameters: { ...addressing, ReservedConcurrentExecutions: { type: 'integer', required: true, valueMin: 0 } },
  run: ({ FunctionName, ReservedConcurrentExecutions: reserved }: PutFunctionConcurrencyInput) => {
    const record = functions.latest(FunctionName);
    if (reserved > concurrency.unreservedMax + (record.reservedConcurrency ?? 0)) {
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [0].`,
      );
    }
    functions.save({ ...record, reservedConcurrency: reserved });
    return { ReservedConcurrentExecutions: reserved };
  },
});
