/** Deploys and deletes stacks, and remembers them. The one door to everything in this room. */
import { AwsError } from '../engine/aws-error.ts';
import { faultText } from '../engine/log.ts';
import { randomUuid } from '../engine/random.ts';
import type { CallService, Engine, ResourceType } from '../engine/service.ts';
import { operationOf, statusOf, type Begun } from './begin-operation.ts';
import { ChangeSets } from './change-sets.ts';
import { checkRules } from './check-rules.ts';
import { checkSupport } from './check-support.ts';
import { Interrupted, validationError } from './errors.ts';
import { exportValue } from './exports.ts';
import type { Scope } from './intrinsics.ts';
import { resolveParameters, type ParameterValues } from './parameters.ts';
import { planChanges, type ResourceChange } from './plan-changes.ts';
import { resourceTypes, type ResourceTypes } from './resource-types.ts';
import { runOperation, type OperationWorld } from './run-operation.ts';
import { StackEvents } from './stack-events.ts';
import type { ResourceRecord, StackEvent, StackGoal, StackRecord } from './stack-record.ts';
import { StackStore } from './stack-store.ts';
import { StackTransaction } from './stack-transaction.ts';
import { templateScope } from './template-scope.ts';
import type { Template } from './template.ts';

export interface DeployerOptions {
  readonly engine: Engine;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly call: CallService;
}

export interface StackRequest {
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: ParameterValues;
  /** `<bucket>/<key>` → path. */
  readonly assets: ReadonlyMap<string, string>;
  onEvent(event: StackEvent): void;
}

type Listener = (event: StackEvent) => void;

const noAssets: ReadonlyMap<string, string> = new Map();
const nobody: Listener = () => undefined;
const empty: Template = { Resources: {} };

export class Deployer {
  readonly engine: Engine;
  readonly call: CallService;
  readonly events: StackEvents;
  readonly changeSets: ChangeSets;
  readonly #types: ResourceTypes;
  readonly #stacks: StackStore;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();

  constructor({ engine, types, call }: DeployerOptions) {
    this.engine = engine;
    this.call = call;
    this.events = new StackEvents(engine.state, engine.random);
    this.changeSets = new ChangeSets(engine.state);
    this.#stacks = new StackStore(engine.state);
    this.#types = resourceTypes(types, engine, this.#stacks, this.#stopping.signal);
  }

  stack(stackName: string): StackRecord | undefined {
    return this.#stacks.get(stackName);
  }

  /** By name or by id; a deleted one by id. */
  find(nameOrId: string): StackRecord | undefined {
    return this.#stacks.find(nameOrId);
  }

  stacks(): StackRecord[] {
    return this.#stacks.list();
  }

  deletedStacks(): StackRecord[] {
    return this.#stacks.listDeleted();
  }

  /** Creates or updates the stack; resolves with its record. Rejects with the reason, after undoing, when it cannot. */
  async deploy({ stackName, template, parameters, assets, onEvent }: StackRequest): Promise<StackRecord> {
    await this.settled(stackName);
    const stack = this.#stacks.get(stackName) ?? this.review(stackName);
    const goal = await this.prepare(stack, { template }, parameters);
    const isCreation = /^(?:REVIEW|CREATE_IN|CREATE_FAILED|ROLLBACK)/u.test(stack.status);
    const kind = isCreation ? 'CREATE' : 'UPDATE';
    await this.begin(stack, { kind, goal, isResumable: false }, assets, onEvent);
    return this.#stacks.get(stackName) ?? stack;
  }

  /** Deletes the stack and what it made, newest first. A stack that is not there is no error, as at AWS. */
  async delete(stackName: string, onEvent: Listener): Promise<void> {
    await this.settled(stackName);
    const stack = this.#stacks.get(stackName);
    if (stack) await this.begin(stack, { kind: 'DELETE', goal: stack }, noAssets, onEvent);
  }

  /** What the stack is to be, checked: everything unsupported is named, parameters have values, rules hold. */
  async prepare(
    stack: StackRecord,
    goal: Pick<StackGoal, 'template'> & Partial<StackGoal>,
    given: ParameterValues,
  ): Promise<StackGoal> {
    const { template } = goal;
    checkSupport(stack.stackName, template, this.#types);
    const resolved = await resolveParameters(template, given, this.#readSsmParameter);
    const prepared = { ...goal, ...resolved };
    checkRules(
      template,
      this.#scope(stack, prepared, () => undefined, new Set()),
    );
    return prepared;
  }

  /** What it would take to make the stack be `goal`. */
  plan(stack: StackRecord, goal: StackGoal): ResourceChange[] {
    const resource = (logicalId: string): ResourceRecord | undefined => stack.resources[logicalId];
    return planChanges(stack, goal, this.#scope(stack, goal, resource, new Set()));
  }

  /** A stack that is nothing yet but a name, as a change set of type CREATE makes it. */
  review(stackName: string): StackRecord {
    const { region, accountId, random, clock } = this.engine;
    return {
      stackName,
      stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${randomUuid(random)}`,
      status: 'REVIEW_IN_PROGRESS',
      createdAtMs: clock.nowMs(),
      updatedAtMs: clock.nowMs(),
      template: empty,
      parameters: {},
      resources: {},
      outputs: [],
      imports: [],
    };
  }

  /** Writes down members of a stack that no operation is needed for. */
  amend(stack: StackRecord, members: Partial<StackRecord>): void {
    this.#stacks.put({ ...stack, ...members, updatedAtMs: this.engine.clock.nowMs() });
  }

  /** Writes down a new stack under review, with its first event. */
  putReview(stack: StackRecord): void {
    this.#open({ ...stack, status: 'DELETE_COMPLETE' }).change({
      status: 'REVIEW_IN_PROGRESS',
      statusReason: 'User Initiated',
    });
  }

  /**
   * Begins an operation: when this returns, the stack's status says so. Resolves when it has ended; rejects with the
   * reason when it fails, after everything that follows from the failure is done.
   */
  begin(stack: StackRecord, begun: Begun, assets = noAssets, onEvent: Listener = nobody): Promise<void> {
    const operation = operationOf(stack, begun);
    const { kind, goal, phase } = operation;
    const transaction = this.#open(stack, assets, onEvent);
    const isForward = phase === 'forward' && kind !== 'DELETE';
    const { parameters, parameterTexts = {} } = goal;
    transaction.change({
      operation,
      status: statusOf(operation),
      statusReason: 'User Initiated',
      ...(isForward && { parameters, parameterTexts, template: kind === 'CREATE' ? goal.template : stack.template }),
      ...(isForward && kind === 'UPDATE' && { changedAtMs: transaction.nowMs() }),
    });
    this.changeSets.deleteOf(stack.stackId, transaction.stack.changeSetId);
    return this.#run(transaction);
  }

  /** Resolves when nothing is under way on the stack. */
  async settled(stackName: string): Promise<void> {
    await this.#running.get(stackName)?.catch(() => undefined);
  }

  /** Goes on with what a restart cut off. What was started in process waits, as failed, to be started again. */
  recover(): void {
    this.events.expire(this.engine.clock.nowMs());
    for (const stack of this.#stacks.list()) {
      const { status, stackName, operation } = stack;
      if (status === 'DELETE_COMPLETE') this.#retire(stack);
      if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') continue;
      if (operation && (operation.isResumable || operation.phase !== 'forward')) {
        this.detach(stackName, this.#run(this.#open(stack)));
      } else {
        const failed = status.startsWith('CREATE') ? 'CREATE_FAILED' : 'UPDATE_FAILED';
        const statusReason = 'The cloud was stopped in the middle of it. Deploy again to go on.';
        this.#open(stack).change({ status: failed, statusReason });
      }
    }
  }

  /** Lets an operation run by itself: its failure is told by the stack's status, and nothing else waits for it. */
  detach(stackName: string, running: Promise<void>): void {
    running.catch((fault: unknown) => {
      if (fault instanceof Interrupted) return;
      const level = fault instanceof AwsError ? 'info' : 'error';
      this.engine.log(level, 'stack-operation-failed', { stackName, fault: faultText(fault) });
    });
  }

  /** Ends what is under way between two steps; `recover` goes on with it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #run(transaction: StackTransaction): Promise<void> {
    const { stackName } = transaction.stack;
    const world: OperationWorld = {
      stacks: () => this.#stacks.list(),
      scope: ({ stack, operation }, imports) =>
        this.#scope(stack, operation.goal, (logicalId) => transaction.resource(logicalId), imports),
      retire: (stack) => this.#retire(stack),
    };
    const running = runOperation(transaction, world);
    this.#running.set(stackName, running);
    try {
      await running;
    } finally {
      if (this.#running.get(stackName) === running) this.#running.delete(stackName);
    }
  }

  #retire(stack: StackRecord): void {
    this.#stacks.retire(stack, this.engine.clock.nowMs());
    this.changeSets.deleteOf(stack.stackId);
  }

  #open(stack: StackRecord, assets = noAssets, onEvent: Listener = nobody): StackTransaction {
    return new StackTransaction({
      stack,
      stacks: this.#stacks,
      events: this.events,
      types: this.#types,
      accountId: this.engine.accountId,
      region: this.engine.region,
      call: this.call,
      nowMs: () => this.engine.clock.nowMs(),
      isStopping: () => this.#stopping.signal.aborted,
      assetPath: (bucket, key) => assets.get(`${bucket}/${key}`),
      onEvent,
    });
  }

  #readSsmParameter = async (name: string): Promise<string> => {
    try {
      const { Parameter } = await this.call('ssm', 'GetParameter', { Name: name });
      return String((Parameter as { Value?: unknown }).Value);
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'ParameterNotFound')) throw fault;
      throw validationError(`Unable to fetch parameters [${name}] from parameter store for this account.`);
    }
  };

  #scope(
    { stackName, stackId }: StackRecord,
    { template, parameters }: StackGoal,
    resource: (logicalId: string) => ResourceRecord | undefined,
    imports: Set<string>,
  ): Scope {
    return templateScope(template, {
      stackName,
      stackId,
      parameters,
      accountId: this.engine.accountId,
      region: this.engine.region,
      urlSuffix: `localhost:${new URL(this.engine.endpointUrl()).port}`,
      resource,
      exportValue: (name) => exportValue(this.#stacks.list(), name),
      onImport: (name) => void imports.add(name),
    });
  }
}
