/** AWS Lambda: functions in processes of this machine, asynchronous invocation, event source mappings. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { AwsError } from '../../engine/aws-error.ts';
import type { FunctionDoor, LogDoor, MetricDoor, QueueDoor, StreamDoor } from '../../engine/doors.ts';
import { faultyQueues, faultyStreams, invokeUnderFaults } from '../../engine/faults/faulty-doors.ts';
import { randomUuid } from '../../engine/random.ts';
import type { Engine, OperationTable, Service } from '../../engine/service.ts';
import { askForRole } from './act-as-role.ts';
import { AsyncInvoker } from './asynchronous/async-invoker.ts';
import { openEventQueue } from './asynchronous/event-queue.ts';
import { CodeStore } from './code-store.ts';
import { requestTooLarge } from './errors.ts';
import type { FunctionRecord } from './function-record.ts';
import { Functions } from './functions.ts';
import type { LambdaRoom } from './lambda-room.ts';
import { requestBytesMax } from './limits.ts';
import { EventSourceMappings } from './mappings/event-source-mappings.ts';
import { addPermission } from './operations/add-permission.ts';
import { createAlias } from './operations/create-alias.ts';
import { createEventSourceMapping } from './operations/create-event-source-mapping.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteAlias } from './operations/delete-alias.ts';
import { deleteEventSourceMapping } from './operations/delete-event-source-mapping.ts';
import { deleteFunctionConcurrency } from './operations/delete-function-concurrency.ts';
import { deleteFunctionEventInvokeConfig } from './operations/delete-function-event-invoke-config.ts';
import { deleteFunction } from './operations/delete-function.ts';
import { getAccountSettings } from './operations/get-account-settings.ts';
import { getAlias } from './operations/get-alias.ts';
import { getEventSourceMapping } from './operations/get-event-source-mapping.ts';
import { getFunctionConcurrency } from './operations/get-function-concurrency.ts';
import { getFunctionConfiguration } from './operations/get-function-configuration.ts';
import { getFunctionEventInvokeConfig } from './operations/get-function-event-invoke-config.ts';
import { getFunction } from './operations/get-function.ts';
import { getPolicy } from './operations/get-policy.ts';
import { invokeWithResponseStream } from './operations/invoke-with-response-stream.ts';
import { invoke } from './operations/invoke.ts';
import { listAliases } from './operations/list-aliases.ts';
import { listEventSourceMappings } from './operations/list-event-source-mappings.ts';
import { listFunctions } from './operations/list-functions.ts';
import { listTags } from './operations/list-tags.ts';
import { listVersionsByFunction } from './operations/list-versions-by-function.ts';
import { publishVersion } from './operations/publish-version.ts';
import { putFunctionConcurrency } from './operations/put-function-concurrency.ts';
import { putFunctionEventInvokeConfig } from './operations/put-function-event-invoke-config.ts';
import { removePermission } from './operations/remove-permission.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateAlias } from './operations/update-alias.ts';
import { updateEventSourceMapping } from './operations/update-event-source-mapping.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { updateFunctionEventInvokeConfig } from './operations/update-function-event-invoke-config.ts';
import { aliasResource } from './resources/alias-resource.ts';
import { eventInvokeConfigResource } from './resources/event-invoke-config-resource.ts';
import { eventSourceMappingResource } from './resources/event-source-mapping-resource.ts';
import { functionResource } from './resources/function-resource.ts';
import { permissionResource } from './resources/permission-resource.ts';
import { versionResource } from './resources/version-resource.ts';
import { roleCredentials } from './role-credentials.ts';
import { routes } from './routes.ts';
import { Concurrency } from './runtime/concurrency.ts';
import { FunctionRunner } from './runtime/function-runner.ts';
import { InvocationMetrics } from './runtime/invocation-metrics.ts';

export interface LambdaDoors {
  readonly streams: StreamDoor;
  /** The streams of DynamoDB's tables; without them a mapping on one is not implemented. */
  readonly tableStreams?: StreamDoor;
  readonly queues: QueueDoor;
  readonly logs: LogDoor;
  readonly metrics?: MetricDoor;
  /** The object with a deployment package, or undefined when there is none. */
  readonly codeSource?: LambdaRoom['codeSource'];
  /** What a function's process signs its calls with. */
  readonly credentialsFor?: typeof roleCredentials;
}

export interface LambdaOptions {
  /** Invocations that may run at once, over all functions. */
  readonly accountConcurrencyMax?: number;
  /** An environment that has not been used for so long ends. */
  readonly idleLimitMs?: number;
  /** Processes of one function that may be starting at once. */
  readonly startingMax?: number;
}

export interface LambdaService extends Service {
  readonly functionDoor: FunctionDoor;
}

/** AWS grants 1,000. Here each is a process of 40 MB and more, on a machine that somebody works at. */
const accountConcurrencyDefault = 100;
const idleLimitDefaultMs = 5 * 60_000;
const startingDefault = 4;

export function createLambda(engine: Engine, doors: LambdaDoors, options: LambdaOptions = {}): LambdaService {
  const room = openRoom(engine, doors, options);
  const { functions, runner, asyncInvoker, mappings } = room;
  return {
    name: 'lambda',
    protocol: { kind: 'rest-json', routes },
    operations: operationsOf(room),
    resources: {
      'AWS::Lambda::Alias': aliasResource(room),
      'AWS::Lambda::Function': functionResource(room),
      'AWS::Lambda::Version': versionResource(room),
      'AWS::Lambda::EventSourceMapping': eventSourceMappingResource(room),
      'AWS::Lambda::Permission': permissionResource(room),
      'AWS::Lambda::EventInvokeConfig': eventInvokeConfigResource(room),
    },
    // A function's policy speaks of the function, whatever version of it is asked for.
    iam: { policyOf: (arn) => functions.get(arn.split(':')[6] ?? '')?.policy },
    functionDoor: {
      invoke: async (functionArn, payload) => {
        if (payload.length > requestBytesMax) throw requestTooLarge(requestBytesMax);
        return await invokeUnderFaults(engine, functionArn, () => runner.run(functions.find(functionArn), { payload }));
      },
      invokeLater: (functionArn, payload) => void asyncInvoker.enqueue(functions.find(functionArn), payload),
    },
    start: () => {
      asyncInvoker.start();
      mappings.start();
    },
    stop: async () => {
      asyncInvoker.stop();
      // Told first, so that what the end of the processes does to their invocations counts for nothing.
      const mappingsStopped = mappings.stop();
      await runner.stop();
      await mappingsStopped;
    },
  };
}

function openRoom(engine: Engine, doors: LambdaDoors, options: LambdaOptions): LambdaRoom {
  const { clock, log, random, state } = engine;
  const code = new CodeStore(state.subfolder('lambda-code'));
  rmSync(join(state.folder, 'lambda-tmp'), { recursive: true, force: true });
  mkdirSync(join(state.folder, 'lambda-tmp'));
  const functions = new Functions(engine, code);
  const concurrency = new Concurrency(options.accountConcurrencyMax ?? accountConcurrencyDefault, () =>
    functions.all(),
  );
  const runner = new FunctionRunner(engine, {
    logs: doors.logs,
    concurrency,
    codeFolder: (record) => functions.codeFolder(record),
    credentialsFor: doors.credentialsFor ?? roleCredentials,
    idleLimitMs: options.idleLimitMs ?? idleLimitDefaultMs,
    startingMax: options.startingMax ?? startingDefault,
    ...(doors.metrics && { metrics: new InvocationMetrics(clock, doors.metrics) }),
  });
  engine.faults?.onKillFunction((name) => runner.kill(name));
  const asyncInvoker: AsyncInvoker = new AsyncInvoker({
    clock,
    log,
    queue: openEventQueue(state.database('lambda')),
    queues: doors.queues,
    newRequestId: () => randomUuid(random),
    functionNamed: (name) => findOrNothing(functions, name),
    run: (record, payload, requestId) => runner.run(record, { payload, requestId }),
    askForRole: (record, action, arn) => askForRole(engine, record, action, arn),
    invokeLater: (functionArn, payload) => void asyncInvoker.enqueue(functions.find(functionArn), payload),
  });
  const mappings = new EventSourceMappings(engine, {
    streams: faultyStreams(engine, doors.streams, 'kinesis'),
    ...(doors.tableStreams && { tableStreams: faultyStreams(engine, doors.tableStreams, 'dynamodbstreams') }),
    queues: faultyQueues(engine, doors.queues),
    ...(doors.metrics && { metrics: doors.metrics }),
    functionNamed: (nameOrArn) => functions.find(nameOrArn),
    invoke: async (functionArn, payload) =>
      await invokeUnderFaults(engine, functionArn, () => runner.run(functions.find(functionArn), { payload })),
  });
  const codeSource = doors.codeSource ?? (async () => undefined);
  return { engine, functions, runner, concurrency, asyncInvoker, mappings, codeSource };
}

function findOrNothing(functions: Functions, name: string): FunctionRecord | undefined {
  try {
    return functions.find(name);
  } catch (fault) {
    if (fault instanceof AwsError && fault.code === 'ResourceNotFoundException') return undefined;
    throw fault;
  }
}

function operationsOf(room: LambdaRoom): OperationTable {
  return {
    AddPermission: addPermission(room),
    CreateEventSourceMapping: createEventSourceMapping(room),
    CreateFunction: createFunction(room),
    DeleteEventSourceMapping: deleteEventSourceMapping(room),
    DeleteFunction: deleteFunction(room),
    DeleteFunctionConcurrency: deleteFunctionConcurrency(room),
    DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig(room),
    GetAccountSettings: getAccountSettings(room),
    GetEventSourceMapping: getEventSourceMapping(room),
    GetFunction: getFunction(room),
    GetFunctionConcurrency: getFunctionConcurrency(room),
    GetFunctionConfiguration: getFunctionConfiguration(room),
    GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig(room),
    GetPolicy: getPolicy(room),
    Invoke: invoke(room),
    ListEventSourceMappings: listEventSourceMappings(room),
    ListFunctions: listFunctions(room),
    ListTags: listTags(room),
    ListVersionsByFunction: listVersionsByFunction(room),
    PutFunctionConcurrency: putFunctionConcurrency(room),
    PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig(room),
    RemovePermission: removePermission(room),
    TagResource: tagResource(room),
    UntagResource: untagResource(room),
    PublishVersion: publishVersion(room),
    CreateAlias: createAlias(room),
    UpdateAlias: updateAlias(room),
    GetAlias: getAlias(room),
    DeleteAlias: deleteAlias(room),
    ListAliases: listAliases(room),
    InvokeWithResponseStream: invokeWithResponseStream(room),
    UpdateEventSourceMapping: updateEventSourceMapping(room),
    UpdateFunctionCode: updateFunctionCode(room),
    UpdateFunctionConfiguration: updateFunctionConfiguration(room),
    UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig(room),
  };
}
