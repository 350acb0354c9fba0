/** The contracts between the cloud's engine and the services that live in it. */
import type { Principal, RoleSession } from './authorization/principal.ts';
import type { RoleSource } from './authorization/role-source.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults/faults.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';
import type { State } from './state.ts';
import type { ParameterTable } from './validation.ts';

/** What every service is given: time, chance, a place to remember, and where the cloud stands. */
export interface Engine {
  readonly clock: Clock;
  readonly random: Random;
  readonly state: State;
  readonly log: Log;
  readonly accountId: string;
  readonly region: string;
  /** The cloud's own address, such as `http://127.0.0.1:4566`; known once it listens. */
  endpointUrl(): string;
  /** Asks IAM before a service acts in somebody's name inside the cloud. Undefined when IAM is off. */
  readonly authorize?: AuthorizeNeighbour;
  /** What breaks on purpose, and what services do through their doors goes by it. */
  readonly faults?: Faults;
}

/** Throws AWS's refusal when the policies do not let `principal` do `action` to the resource with this ARN. */
export type AuthorizeNeighbour = (principal: Principal, action: string, resource: string) => void;

/** Throws AWS's refusal when the policies do not let the caller do this operation with this input. */
export type Authorize = (service: string, operation: string, input: Readonly<Record<string, unknown>>) => void;

/** One request, beside its input. */
export interface Call {
  readonly requestId: string;
  readonly accountId: string;
  readonly region: string;
  /** Aborted when the client hangs up, so that a long poll does not take messages for nobody. */
  readonly signal?: AbortSignal;
  /** The role session that asks; undefined when it is the account's operator. */
  readonly caller?: RoleSession;
  /** To be called before the operation runs. Undefined when there is nothing to ask. */
  readonly authorize?: Authorize;
  /** What breaks on purpose: the operation's work is done inside it. */
  readonly faults?: Faults;
}

/** One operation of a service: what it accepts, as data, and what it does. Faults are thrown as `AwsError`. */
export interface Operation {
  readonly parameters: ParameterTable;
  /** In: the request's members as the JSON protocols write them (blobs base64, times epoch seconds). Out: the same. */
  run(input: never, call: Call): unknown;
}

export type OperationTable = Readonly<Record<string, Operation>>;

/** A route of a REST-JSON service. `{Name}` in the path becomes a member, and so do the listed query parameters and headers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD';
  readonly path: string;
  readonly operation: string;
  readonly statusCode?: number;
  /** Query parameter → member. */
  readonly query?: Readonly<Record<string, string>>;
  /** Header (lower case) → member. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that is the raw body, as a `Buffer`, instead of JSON. */
  readonly rawBody?: string;
}

export interface HttpRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The query as sent, without its `?`; for those who pass it on. */
  readonly rawQuery?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly isSecure: boolean;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** How a service is spoken to. https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol =
  | {
      readonly kind: 'json';
      readonly version: '1.0' | '1.1';
      readonly targetPrefix: string;
      /** The codes of the older Query protocol, where they differ: clients from then read them in a header. */
      readonly queryErrorCodes?: Readonly<Record<string, string>>;
      readonly isQueryCompatible?: boolean;
    }
  | { readonly kind: 'query'; readonly xmlNamespace: string; readonly apiVersion: string }
  | { readonly kind: 'rest-json'; readonly routes: readonly Route[] }
  | { readonly kind: 'http'; handle(request: HttpRequest, call: Call): Promise<HttpResponse> };

/** A rest-json operation that answers with more than JSON returns one of these. */
export class RawAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: HttpResponse['body'];

  constructor(statusCode: number, headers: Readonly<Record<string, string>>, body: HttpResponse['body']) {
    this.statusCode = statusCode;
    this.headers = headers;
    this.body = body;
  }
}

/** A json operation that answers with a stream of events, instead of one document, returns one of these. */
export class StreamedAnswer {
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;

  constructor(contentType: string, body: AsyncIterable<Uint8Array>) {
    this.contentType = contentType;
    this.body = body;
  }
}

export interface Service {
  /** The service's name in a signature's scope: `kinesis`, `dynamodb`, `sqs`, `lambda`, `events`, `logs`, … */
  readonly name: string;
  readonly protocol: Protocol;
  readonly operations: OperationTable;
  /** CloudFormation resource types that this service makes, by type name. */
  readonly resources?: Readonly<Record<string, ResourceType>>;
  /** What IAM asks of the service. */
  readonly iam?: IamDoor;
  /** Called once, when the cloud listens: begins timers, resumes what a restart interrupted. */
  start?(): void | Promise<void>;
  /** Ends what `start` began, leaving a state that the next start continues from. */
  stop?(): void | Promise<void>;
}

/** A resource's policy: the text of the document, or the statements of one. */
export type ResourcePolicy = string | readonly object[];

/** What only a service itself can tell IAM about its resources. Neither throws. */
export interface IamDoor {
  /** The policy of the resource with this ARN, if it has one. */
  policyOf?(arn: string): ResourcePolicy | undefined;
  /** The ARN behind a member of a request that does not say it: a shard iterator, a ciphertext, an alias. */
  resolve?(member: string, value: string): string | undefined;
  /** All roles; only IAM itself has them. */
  readonly roles?: RoleSource;
}

/** Calls an operation from inside the cloud, without bytes: same input and output as the JSON protocols. */
export type CallService = (
  service: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
) => Promise<Record<string, unknown>>;

/** What a resource's maker knows about where it is made. */
export interface ResourceScope {
  readonly stackName: string;
  readonly logicalId: string;
  readonly accountId: string;
  readonly region: string;
  /** `<stack>-<logical id>-<suffix>` cut to `lengthMax`: the same for the same stack and logical id until replaced. */
  generateName(lengthMax: number): string;
  readonly call: CallService;
  /** The published asset: a local folder or file for an `AWS::Lambda::Function`'s `Code.S3Bucket`/`S3Key` pair. */
  assetPath(bucket: string, key: string): string | undefined;
}

export type Properties = Readonly<Record<string, unknown>>;

/** A resource as CloudFormation sees it: what `Ref` gives and what `Fn::GetAtt` gives. */
export interface Resource {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One CloudFormation resource type. */
export interface ResourceType {
  /** Top-level properties that take effect. A property outside this list and `ignored` is an error that names it. */
  readonly properties: readonly string[];
  /** Properties accepted without effect here, each with its reason; they are listed in DIFFERENCES.md. */
  readonly ignored?: Readonly<Record<string, string>>;
  create(properties: Properties, scope: ResourceScope): Promise<Resource>;
  /** Changes in place, keeping data; `'replace'` when AWS documents a replacement for what has changed. */
  update(
    physicalId: string,
    properties: Properties,
    previous: Properties,
    scope: ResourceScope,
  ): Promise<Resource | 'replace'>;
  delete(physicalId: string, properties: Properties, scope: ResourceScope): Promise<void>;
}
