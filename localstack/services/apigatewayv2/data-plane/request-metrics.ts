/** Measures a request. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
import type { MetricDoor } from '../../../engine/doors.ts';
import type { Outcome } from './access-log.ts';
import type { Exchange } from './exchange.ts';

/** By API, and by API and stage. */
export function measureRequest(
  metrics: MetricDoor,
  { model, stage, receivedAtMs }: Exchange,
  { response, answeredAtMs, integration }: Outcome,
): void {
  const { apiId: ApiId } = model.api;
  const { statusCode } = response;
  for (const dimensions of [{ ApiId }, { ApiId, Stage: stage.stageName }]) {
    const put = (name: string, value: number, unit: string): void =>
      metrics.put('AWS/ApiGateway', name, dimensions, value, unit, answeredAtMs);
    put('Count', 1, 'Count');
    put('4xx', Number(statusCode >= 400 && statusCode < 500), 'Count');
    put('5xx', Number(statusCode >= 500), 'Count');
    put('Latency', answeredAtMs - receivedAtMs, 'Milliseconds');
    if (integration) put('IntegrationLatency', integration.latencyMs, 'Milliseconds');
  }
}
