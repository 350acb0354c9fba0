import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const getAccountSettings = ({ functions, concurrency }: LambdaRoom): Operation => ({
  parameters: {},
  run: () => {
    const records = functions.list();
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: concurrency.accountMax,
        UnreservedConcurrentExecutions: concurrency.unreservedMax,
      },
      AccountUsage: {
        TotalCodeSize: records.reduce((sum, { codeSizeBytes }) => sum + codeSizeBytes, 0),
        FunctionCount: records.length,
      },
    };
  },
});
