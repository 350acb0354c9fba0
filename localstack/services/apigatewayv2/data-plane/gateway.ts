/** The data plane: requests for an API in, a function's answers out. */
import type { FunctionDoor, LogDoor, MetricDoor } from '../../../engine/doors.ts';
import { randomName } from '../../../engine/random.ts';
import type { Call, HttpRequest, HttpResponse } from '../../../engine/service.ts';
import type { ApiModel, ApiStore, Stage } from '../api-store.ts';
import { writeAccessLog } from './access-log.ts';
import { callFunction } from './call-function.ts';
import type { Answer } from './call-function.ts';
import { preflightResponse, withCors } from './cors.ts';
import type { Exchange } from './exchange.ts';
import { compileRoutes, pathSteps } from './match-route.ts';
import type { RouteMatcher } from './match-route.ts';
import { ownResponse } from './own-response.ts';
import { requestEvent } from './request-event.ts';
import { measureRequest } from './request-metrics.ts';
import { Throttle } from './throttle.ts';

export interface GatewayDoors {
  readonly functions: FunctionDoor;
  readonly logs: LogDoor;
  readonly metrics?: MetricDoor;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const bodyBytesMax = 10 * 1024 * 1024;

export class Gateway {
  readonly #store: ApiStore;
  readonly #doors: GatewayDoors;
  readonly #throttle: Throttle;
  /** Routes are compiled once for each version of an API. */
  readonly #matchers = new WeakMap<ApiModel, RouteMatcher>();

  constructor(store: ApiStore, doors: GatewayDoors) {
    this.#store = store;
    this.#doors = doors;
    this.#throttle = new Throttle(store.engine.clock);
  }

  async handle(request: HttpRequest, call: Call): Promise<HttpResponse> {
    const exchange = this.#exchange(request, call);
    if (!exchange) return ownResponse(404, 'Not Found');
    const answer = await this.#answer(exchange);
    const { response } = answer;
    const headers = { ...response.headers, 'apigw-requestid': exchange.requestId };
    const sent = { ...response, headers };
    const answeredAtMs = this.#store.engine.clock.nowMs();
    const outcome = { ...answer, response: sent, answeredAtMs };
    const { logs, metrics } = this.#doors;
    writeAccessLog(logs, exchange, outcome);
    if (metrics) measureRequest(metrics, exchange, outcome);
    return sent;
  }

  /** What the request is for; undefined when there is no such API, or no stage for it. */
  #exchange(request: HttpRequest, { accountId, region }: Call): Exchange | undefined {
    const { clock, random } = this.#store.engine;
    const apiId = request.headers['x-local-api-id'] ?? '';
    const model = this.#store.find(apiId);
    const steps = pathSteps(request.path);
    if (!model || !steps || model.api.disableExecuteApiEndpoint) return undefined;
    const chosen = chooseStage(model, steps);
    if (!chosen) return undefined;
    return {
      request,
      model,
      stage: chosen.stage,
      accountId,
      requestId: `${randomName(random, 15)}=`,
      receivedAtMs: clock.nowMs(),
      rawPath: `/${steps.join('/')}`,
      domainName: domainNameOf(request, apiId, region),
      matched: this.#matcherOf(model)(request.method, chosen.steps),
    };
  }

  async #answer(exchange: Exchange): Promise<Answer> {
    const { request, model } = exchange;
    const { corsConfiguration = {} } = model.api;
    // A configuration without origins is none: that is how one is taken away.
    if (!corsConfiguration.allowOrigins) return await this.#integrate(exchange);
    const preflight = preflightResponse(corsConfiguration, request);
    if (preflight) return { response: preflight };
    const answer = await this.#integrate(exchange);
    return { ...answer, response: withCors(corsConfiguration, request, answer.response) };
  }

  async #integrate(exchange: Exchange): Promise<Answer> {
    const { request, model, stage, matched, receivedAtMs } = exchange;
    if (!matched) return own(404, 'Not Found');
    const { routeKey, target = '' } = matched.route;
    if (!this.#throttle.mayPass(model.api.apiId, stage, routeKey)) return own(429, 'Too Many Requests');
    if (request.body.length > bodyBytesMax) return own(413, 'Request Too Long');
    const integration = model.integrations[target.slice(target.indexOf('/') + 1)];
    if (!integration) return own(500, 'Internal Server Error');
    const event = requestEvent(exchange, matched, this.#traceId(receivedAtMs));
    const sourceArn = this.#sourceArn(exchange, routeKey);
    return await callFunction(this.#store.engine, this.#doors.functions, integration, sourceArn, event);
  }

  /** How a function's policy names a route. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
  #sourceArn({ request, model, stage, accountId }: Exchange, routeKey: string): string {
    const [method = '', path] = routeKey.split(' ', 2);
    const resource = path === undefined ? routeKey : `${method === 'ANY' ? request.method : method}${path}`;
    const { region } = this.#store.engine;
    return `arn:aws:execute-api:${region}:${accountId}:${model.api.apiId}/${stage.stageName}/${resource}`;
  }

  /** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
  #traceId(timeMs: number): string {
    const { random } = this.#store.engine;
    const digits = Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16)).join('');
    return `Root=1-${Math.floor(timeMs / 1000).toString(16)}-${digits}`;
  }

  #matcherOf(model: ApiModel): RouteMatcher {
    const known = this.#matchers.get(model);
    if (known) return known;
    const made = compileRoutes(Object.values(model.routes));
    this.#matchers.set(model, made);
    return made;
  }
}

/** A stage may be named by the first step of the path; else it is the `$default` one. */
function chooseStage(
  { stages }: ApiModel,
  steps: readonly string[],
): { readonly stage: Stage; readonly steps: readonly string[] } | undefined {
  const [first = '', ...rest] = steps;
  const named = first !== '$default' && Object.hasOwn(stages, first) ? stages[first] : undefined;
  if (named) return { stage: named, steps: rest.length === 0 ? [''] : rest };
  const stage = stages['$default'];
  return stage && { stage, steps };
}

/** The host the client asked for, or, when it came by a path of this cloud, the one that AWS would have given. */
function domainNameOf({ headers }: HttpRequest, apiId: string, region: string): string {
  const host = headers['host']?.replace(/:\d+$/u, '') ?? '';
  return host.startsWith(`${apiId}.`) ? host : `${apiId}.execute-api.${region}.amazonaws.com`;
}

function own(statusCode: number, message: string): Answer {
  return { response: ownResponse(statusCode, message), errorMessage: message };
}
