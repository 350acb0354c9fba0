import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, HttpApi, HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import type { StageConfig, Throttle } from '../config.ts';
import { removalOf } from './removal.ts';

type PublicApiProps = {
  readonly name: string;
  readonly description: string;
  readonly throttle: Throttle;
  /** Pages of other people may read it: any origin, GET only, no credentials. */
  readonly isEmbeddable: boolean;
  readonly config: StageConfig;
};

/** One line of JSON per request. The path only, never the query: an OAuth callback carries its code there. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  route: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
});

/** An HTTP API on the internet: throttled, with an access log that expires. Only routes that are added exist. */
export class PublicApi extends HttpApi {
  constructor(scope: Construct, id: string, props: PublicApiProps) {
    const { name, description, throttle, isEmbeddable, config } = props;
    const apiName = `heavy-rotation-${name}`;
    super(scope, id, {
      apiName,
      description,
      // The default stage of HttpApi knows neither throttling nor an access log.
      createDefaultStage: false,
      ...(isEmbeddable && {
        corsPreflight: { allowOrigins: ['*'], allowMethods: [CorsHttpMethod.GET], maxAge: Duration.days(1) },
      }),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/${apiName}`,
      retention: config.logRetentionDays,
      removalPolicy: removalOf(config),
    });
    this.addStage('DefaultStage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.requestsPerSecond, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(accessLogFormat),
      },
    });
  }

  /** Opens these paths to everyone, answered by one function. */
  open(target: IFunction, routes: readonly { method: 'GET' | 'POST'; path: string }[]): void {
    const integration = new HttpLambdaIntegration('Answer', target);
    for (const { method, path } of routes) this.addRoutes({ path, methods: [HttpMethod[method]], integration });
  }
}
