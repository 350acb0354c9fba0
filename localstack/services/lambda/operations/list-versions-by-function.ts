import type { Operation } from '../../../engine/service.ts';
import { latestVersion } from '../function-name.ts';
import { showFunction } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';
import { pageParameters } from './page.ts';

/** Lists `$LATEST`, the only version there is. https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction = ({ functions }: LambdaRoom): Operation => ({
  parameters: { ...addressing, ...pageParameters },
  run: ({ FunctionName }: Addressed) => {
    const record = functions.find(FunctionName);
    return { Versions: [{ ...showFunction(record), FunctionArn: `${record.arn}:${latestVersion}` }] };
  },
});
