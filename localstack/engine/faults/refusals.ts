/** How services word the faults that rules put into them. */
import { AwsError } from '../aws-error.ts';
import type { Service } from '../service.ts';
import type { FaultRule } from './fault-rule.ts';

type Words = readonly [code: string, message: string, statusCode?: number, members?: Readonly<Record<string, unknown>>];

export const tooFast = 'ProvisionedThroughputExceededException';

const throttles: Readonly<Record<string, Words>> = {
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
  dynamodb: [
    tooFast,
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ],
  kinesis: [tooFast, 'Rate exceeded for the stream.'],
  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  lambda: ['TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: 'CallerRateLimitExceeded' }],
  // 403 is what botocore's retries look for: https://github.com/boto/botocore/blob/develop/botocore/data/_retry.json
  sqs: ['RequestThrottled', 'The request was denied due to request throttling.', 403],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  s3: ['SlowDown', 'Please reduce your request rate.', 503],
  'execute-api': ['TooManyRequestsException', 'Too Many Requests', 429],
};

/** The error of a rule that lets nothing through: throttled, down, or as the rule itself words it. */
export function refusalOf({ service, effect }: FaultRule, protocol: Service['protocol']['kind'] | undefined): AwsError {
  if (effect.kind === 'fail')
    return new AwsError(effect.code, effect.message ?? `A fault rule answers ${effect.code}.`, effect.statusCode);
  if (effect.kind === 'down') return new AwsError('ServiceUnavailable', 'Service Unavailable', 503);
  const code = protocol === 'query' ? 'Throttling' : 'ThrottlingException';
  return new AwsError(...(throttles[service] ?? ([code, 'Rate exceeded'] as const)));
}

/** The work was done; the answer is not to reach the caller. The server resets the connection, SDKs see `ECONNRESET`. */
export class ReplyDropped extends Error {
  override readonly name = 'ReplyDropped';
  readonly code = 'ECONNRESET';

  constructor(ruleId: string) {
    super(`The fault rule '${ruleId}' dropped the reply.`);
  }
}
