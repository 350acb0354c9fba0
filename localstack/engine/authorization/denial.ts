/** AWS's sentence, in the code and status that each service gives it. */
import { AwsError } from '../aws-error.ts';
import type { Principal } from './principal.ts';

interface Wording {
  readonly code: string;
  readonly statusCode: number;
}

const ofJson: Wording = { code: 'AccessDeniedException', statusCode: 400 };
const ofRest: Wording = { code: 'AccessDeniedException', statusCode: 403 };
const ofXml: Wording = { code: 'AccessDenied', statusCode: 403 };

/** The services that speak JSON 1.0 and 1.1 answer 400. SQS alone still thinks in the query protocol's codes. */
const wordings: Readonly<Record<string, Wording>> = {
  apigateway: ofRest,
  cloudformation: ofXml,
  iam: ofXml,
  lambda: ofRest,
  s3: ofXml,
  scheduler: ofRest,
  sns: { code: 'AuthorizationError', statusCode: 403 },
  sqs: ofXml,
  sts: ofXml,
};

/** Who a principal is in a sentence. */
export function nameOf(principal: Principal): string {
  return principal.kind === 'role' ? principal.arn : principal.name;
}

/** The refusal of `service`, for `reason` in the words of `evaluate`, or for none that it tells. */
export function accessDenied(service: string, who: string, action: string, resource: string, reason: string): AwsError {
  const { code, statusCode } = wordings[service] ?? ofJson;
  // S3 puts the resource in quotation marks, unlike everybody else.
  const shown = service === 's3' ? `"${resource}"` : resource;
  return new AwsError(
    code,
    `User: ${who} is not authorized to perform: ${action} on resource: ${shown} ${reason}`.trimEnd(),
    statusCode,
  );
}
