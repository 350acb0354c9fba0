import type { MiddlewareObj } from '@middy/core';

import { bindLog, standardLog } from './log.ts';
import type { Log } from './log.ts';

/**
 * Middy middleware for every function: each log line of an invocation carries its request id and function name,
 * and a fault that leaves the handler is logged once, at `error`, before Lambda sees it.
 */
export function observed(log: Log = standardLog): MiddlewareObj<unknown, unknown> {
  return {
    name: 'observed',
    before: ({ context }) => {
      bindLog({ functionName: context.functionName, requestId: context.awsRequestId });
    },
    onError: ({ error }) => {
      log('error', 'invocation-failed', { fault: error });
    },
  };
}
