/**
 * `Custom::…` resources, made by a function of the user's: it is invoked with a URL, and says there how it went.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
import { AwsError, notImplemented } from '../engine/aws-error.ts';
import type { Clock } from '../engine/clock.ts';
import { randomUuid, type Random } from '../engine/random.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../engine/service.ts';
import { Interrupted } from './errors.ts';
import { openMailbox, type Mailbox } from './response-mailbox.ts';

export interface CustomResourceWorld {
  readonly clock: Clock;
  readonly random: Random;
  endpointUrl(): string;
  /** Aborted when the cloud stops: a provider may take an hour, and is asked again after the next start. */
  readonly stopping: AbortSignal;
  stackId(stackName: string): string | undefined;
}

/** What a provider may set in `ServiceTimeout`, and what holds when it does not. */
const timeoutSecondsDefault = 3600;

/** How often the mailbox is looked into after the function has ended without an answer, as one does that hands the work on. */
const lookEveryMs = 500;

export function isCustomType(typeName: string): boolean {
  return typeName.startsWith('Custom::') || typeName === 'AWS::CloudFormation::CustomResource';
}

/** The type `typeName`; it takes every property there is, since only its provider knows them. */
export function customResourceType(world: CustomResourceWorld, typeName: string): ResourceType {
  const send = (request: Omit<ProviderRequest, 'ResourceType'>, scope: ResourceScope): Promise<Resource> =>
    askProvider(world, { ...request, ResourceType: typeName }, scope);
  return {
    properties: [],
    create: (properties, scope) => send({ RequestType: 'Create', properties }, scope),
    update: (PhysicalResourceId, properties, previous, scope) =>
      send({ RequestType: 'Update', PhysicalResourceId, properties, previous }, scope),
    delete: async (PhysicalResourceId, properties, scope) => {
      await send({ RequestType: 'Delete', PhysicalResourceId, properties }, scope);
    },
  };
}

interface ProviderRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceType: string;
  readonly PhysicalResourceId?: string;
  readonly properties: Properties;
  readonly previous?: Properties;
}

interface ProviderAnswer {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

async function askProvider(
  world: CustomResourceWorld,
  request: ProviderRequest,
  scope: ResourceScope,
): Promise<Resource> {
  const { properties, previous, ...rest } = request;
  const ServiceToken = functionArnOf(properties);
  const RequestId = randomUuid(world.random);
  const mailbox = await openMailbox(world.endpointUrl(), RequestId, scope.call);
  const event = {
    ...rest,
    ServiceToken,
    RequestId,
    ResponseURL: mailbox.url,
    StackId: world.stackId(scope.stackName),
    LogicalResourceId: scope.logicalId,
    ResourceProperties: asTexts(properties),
    ...(previous && { OldResourceProperties: asTexts(previous) }),
  };
  await unlessStopping(world.stopping, invoke(ServiceToken, event, scope));
  const timeoutSeconds = Number(properties['ServiceTimeout'] ?? timeoutSecondsDefault);
  const answer = await unlessStopping(world.stopping, awaitAnswer(world, mailbox, timeoutSeconds * 1000));
  if (!answer) throw noAnswer(RequestId);
  if (answer.Status !== 'SUCCESS') throw refused(answer, RequestId);
  const physicalId = answer.PhysicalResourceId;
  if (!physicalId) throw new AwsError('ValidationError', 'Invalid PhysicalResourceId', 400);
  return { physicalId, attributes: answer.Data ?? {} };
}

function functionArnOf({ ServiceToken }: Properties): string {
  if (typeof ServiceToken === 'string' && ServiceToken.includes(':lambda:')) return ServiceToken;
  throw notImplemented(`A custom resource with the ServiceToken ${JSON.stringify(ServiceToken)}, not a function,`);
}

/**
 * Waits for the function to end. One that faults before it has answered will not answer any more: AWS would wait an
 * hour for it, here its fault is the answer.
 */
async function invoke(FunctionName: string, event: object, { call }: ResourceScope): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(event));
  const { headers, body } = await call('lambda', 'Invoke', { FunctionName, Payload });
  const isFault = (headers as Record<string, string> | undefined)?.['x-amz-function-error'] !== undefined;
  if (!isFault) return;
  const { errorMessage = '' } = JSON.parse(String(body)) as { errorMessage?: string };
  throw new AwsError(
    'ValidationError',
    `The custom resource's function failed without an answer: ${errorMessage}`,
    400,
  );
}

async function unlessStopping<T>(stopping: AbortSignal, work: Promise<T>): Promise<T> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new Interrupted('the cloud is stopping'));
    if (stopping.aborted) stop();
    else stopping.addEventListener('abort', stop, { once: true });
  });
  return await Promise.race([work, stopped]);
}

async function awaitAnswer(
  { clock, stopping }: CustomResourceWorld,
  mailbox: Mailbox,
  timeoutMs: number,
): Promise<ProviderAnswer | undefined> {
  const endMs = clock.nowMs() + timeoutMs;
  for (;;) {
    const text = await mailbox.take();
    if (text !== undefined) return JSON.parse(text) as ProviderAnswer;
    if (clock.nowMs() >= endMs || stopping.aborted) return undefined;
    await new Promise<void>((resolve) => void clock.after(lookEveryMs, resolve));
  }
}

/** CloudFormation hands numbers and switches to providers as text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asTexts(each)]));
}

function refused({ Reason = '' }: ProviderAnswer, requestId: string): AwsError {
  const message = `Received response status [FAILED] from custom resource. Message returned: ${Reason} (RequestId: ${requestId})`;
  return new AwsError('ValidationError', message, 400);
}

function noAnswer(requestId: string): AwsError {
  return new AwsError(
    'ValidationError',
    `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
    400,
  );
}
