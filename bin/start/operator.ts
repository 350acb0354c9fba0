/** An operator's hands: the AWS SDK pointed at an endpoint, and the app's own HTTPS APIs. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

import type { Outputs } from './deploy.ts';

/** One row of the crawl schedule, as far as an operator looks at it. */
export interface ScheduleRow {
  readonly status: string;
  readonly nextCrawlAtMs: number;
  readonly lastCrawledAt?: string;
  readonly lastError?: string;
}

export interface Operator {
  readonly outputs: Outputs;
  /** Invokes a function by the stack output that names it; what it throws is thrown. */
  invoke(functionOutput: string, payload: object): Promise<Record<string, unknown>>;
  schedule(userId: string, provider: string): Promise<ScheduleRow | undefined>;
  /** An address of an API, as people use it (HTTPS) and as this process does (plain, without name resolution). */
  apiUrl(apiOutput: string, path: string): { readonly https: string; readonly plain: string };
}

export function openOperator(endpoint: string, outputs: Outputs): Operator {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  };
  const lambda = new LambdaClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  return {
    outputs,
    invoke: async (functionOutput, payload) => {
      const FunctionName = outputs.output(functionOutput);
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }),
      );
      const answer = JSON.parse(Payload?.transformToString() || '{}') as Record<string, unknown>;
      if (FunctionError)
        throw new Error(`${FunctionName} failed: ${String(answer['errorType'])}: ${String(answer['errorMessage'])}`);
      return answer;
    },
    schedule: async (userId, provider) => {
      const { Item } = await dynamodb.send(
        new GetItemCommand({
          TableName: outputs.output('UserCrawlScheduleTable'),
          Key: { user_id: { S: userId }, provider: { S: provider } },
          ConsistentRead: true,
        }),
      );
      if (!Item) return undefined;
      const lastCrawledAt = Item['last_crawled_at']?.S ?? Item['last_crawled_at']?.N;
      return {
        status: Item['status']?.S ?? '',
        // A paused account has no next crawl.
        nextCrawlAtMs: Number(Item['next_crawl_at']?.N ?? Number.POSITIVE_INFINITY),
        ...(lastCrawledAt !== undefined && { lastCrawledAt }),
        ...(Item['last_error']?.S !== undefined && { lastError: Item['last_error'].S }),
      };
    },
    apiUrl: (apiOutput, path) => {
      const apiId = new URL(outputs.output(apiOutput)).hostname.split('.')[0];
      const plain = `${endpoint}/_aws/execute-api/${apiId}${path}`;
      return { plain, https: plain.replace('http:', 'https:').replace('127.0.0.1', 'localhost') };
    },
  };
}
