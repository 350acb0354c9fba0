/** Calls the function behind a route and waits no longer than its integration allows. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { FunctionDoor, InvokeAnswer } from '../../../engine/doors.ts';
import { faultText } from '../../../engine/log.ts';
import type { Engine } from '../../../engine/service.ts';
import type { Integration } from '../api-store.ts';
import { functionArnOf } from '../integrations.ts';
import type { Outcome } from './access-log.ts';
import { functionResponse } from './function-response.ts';
import { ownResponse } from './own-response.ts';

export type Answer = Omit<Outcome, 'answeredAtMs'>;

const unavailable = 'Service Unavailable';
const failed = 'Internal Server Error';

/**
 * A function that fails, or does not let the route call it, is a 500; one that is late or throttled a 503. Never throws.
 * `sourceArn` is the route's, as the function's own policy knows it.
 */
export async function callFunction(
  { clock, authorize }: Engine,
  functions: FunctionDoor,
  integration: Integration,
  sourceArn: string,
  event: object,
): Promise<Answer> {
  const startedAtMs = clock.nowMs();
  const answer = (statusCode: number, message: string, status?: number, error?: string): Answer => ({
    response: ownResponse(statusCode, message),
    errorMessage: message,
    integration: { latencyMs: clock.nowMs() - startedAtMs, status, error },
  });
  const aborter = new AbortController();
  const functionArn = functionArnOf(integration.integrationUri) ?? integration.integrationUri;
  let timer: { cancel(): void } | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = clock.after(integration.timeoutInMillis, () => resolve(undefined));
  });
  try {
    authorize?.({ kind: 'service', name: 'apigateway.amazonaws.com', sourceArn }, 'lambda:InvokeFunction', functionArn);
    const payload = Buffer.from(JSON.stringify(event));
    const called = functions.invoke(functionArn, payload, { signal: aborter.signal });
    const result = await Promise.race([called, timeout]);
    if (!result) {
      aborter.abort();
      called.catch(() => undefined); // Nobody waits for it any more.
      return answer(503, unavailable, undefined, 'Integration timed out');
    }
    if (result.functionError) return answer(500, failed, result.statusCode, errorOf(result));
    const response = functionResponse(result.payload);
    if (!response) return answer(500, failed, result.statusCode, 'The function’s result is not a valid response');
    return { response, integration: { latencyMs: clock.nowMs() - startedAtMs, status: result.statusCode } };
  } catch (fault) {
    const isThrottled = fault instanceof AwsError && fault.statusCode === 429;
    const status = fault instanceof AwsError ? fault.statusCode : undefined;
    return answer(isThrottled ? 503 : 500, isThrottled ? unavailable : failed, status, faultText(fault));
  } finally {
    timer?.cancel();
  }
}

function errorOf({ payload, functionError }: InvokeAnswer): string {
  try {
    const { errorMessage } = JSON.parse(payload.toString()) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : (functionError ?? '');
  } catch {
    return functionError ?? '';
  }
}
