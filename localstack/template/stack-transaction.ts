/** One operation on one stack while it runs: its record, kept current on disk, and what it would take to undo it. */
import { createHash } from 'node:crypto';

import { AwsError, notImplemented } from '../engine/aws-error.ts';
import type { CallService, ResourceScope, ResourceType } from '../engine/service.ts';
import { Interrupted } from './errors.ts';
import type { ResourceTypes } from './resource-types.ts';
import type { StackEvents } from './stack-events.ts';
import type {
  Cleanup,
  ResourceRecord,
  ResourceStatus,
  StackEvent,
  StackOperation,
  StackRecord,
  StackStatus,
  Undo,
} from './stack-record.ts';
import type { StackStore } from './stack-store.ts';
import type { Template } from './template.ts';

export interface TransactionOptions {
  readonly stack: StackRecord;
  readonly stacks: StackStore;
  readonly events: StackEvents;
  readonly types: ResourceTypes;
  readonly accountId: string;
  readonly region: string;
  readonly call: CallService;
  nowMs(): number;
  assetPath(bucket: string, key: string): string | undefined;
  /** True when the cloud is about to stop: the operation ends between two steps, and a restart goes on with it. */
  isStopping(): boolean;
  onEvent(event: StackEvent): void;
}

/** What is written down together with a resource's record. */
interface Step {
  readonly undo?: Undo;
  readonly cleanup?: Cleanup;
  /** The status that is told, where it is not the record's own. */
  readonly told?: ResourceStatus;
  readonly reason?: string;
}

export class StackTransaction {
  readonly #options: TransactionOptions;
  #stack: StackRecord;

  constructor(options: TransactionOptions) {
    this.#options = options;
    this.#stack = options.stack;
  }

  nowMs = (): number => this.#options.nowMs();

  get stack(): StackRecord {
    return this.#stack;
  }

  get operation(): StackOperation {
    const { operation, stackName } = this.#stack;
    if (!operation) throw new Error(`stack ${stackName} has no operation under way`);
    return operation;
  }

  get template(): Template {
    return this.operation.goal.template;
  }

  /** Changes the stack's own members and writes the record down. A change of its status is an event. */
  change(members: Partial<StackRecord>): void {
    const previous = this.#stack;
    this.#stack = { ...previous, ...members, updatedAtMs: this.nowMs() };
    this.#options.stacks.put(this.#stack);
    if (previous.status !== this.#stack.status) this.#tellStack(this.#stack.status, members.statusReason);
  }

  /** Ends the operation in `status`. */
  finish(status: StackStatus, statusReason = '', members: Partial<StackRecord> = {}): void {
    const { operation: _ended, ...rest } = this.#stack;
    this.#stack = rest;
    this.change({ ...members, status, statusReason });
  }

  /** Changes the operation's own members and writes them down. */
  note(members: Partial<StackOperation>): void {
    this.change({ operation: { ...this.operation, ...members } });
  }

  /** Every stack there is. */
  stacks(): StackRecord[] {
    return this.#options.stacks.list();
  }

  logicalIds(): string[] {
    return Object.keys(this.#stack.resources);
  }

  resource(logicalId: string): ResourceRecord | undefined {
    return this.#stack.resources[logicalId];
  }

  /** Writes a resource's record down, with what it takes to undo the step, in one write. */
  put(record: ResourceRecord, { undo, cleanup, told, reason }: Step = {}): void {
    const previous = this.resource(record.logicalId);
    const { operation } = this;
    this.change({
      resources: { ...this.#stack.resources, [record.logicalId]: record },
      ...((undo ?? cleanup) && {
        operation: {
          ...operation,
          undos: undo ? [...operation.undos, undo] : operation.undos,
          cleanups: cleanup ? [...operation.cleanups, cleanup] : operation.cleanups,
        },
      }),
    });
    if (previous?.status === record.status && previous.physicalId === record.physicalId && !told) return;
    this.tell(record, told ?? record.status, reason);
  }

  remove(logicalId: string, status: 'DELETE_COMPLETE' | 'DELETE_SKIPPED'): void {
    const record = this.resource(logicalId);
    const { [logicalId]: _removed, ...resources } = this.#stack.resources;
    this.change({ resources });
    if (record) this.tell(record, status);
  }

  tell(record: ResourceRecord, status: ResourceStatus, reason?: string): void {
    const { logicalId, type, physicalId, properties } = record;
    const { stackName, stackId, operation } = this.#stack;
    const event: StackEvent = {
      atMs: this.nowMs(),
      stackName,
      logicalId,
      type,
      physicalId,
      status,
      ...(reason && { reason }),
    };
    const token = operation?.clientRequestToken;
    this.#options.events.add({ ...event, stackId, properties, ...(token && { clientRequestToken: token }) });
    this.#options.onEvent(event);
  }

  #tellStack(status: StackStatus, reason: string | undefined): void {
    const { stackName, stackId, operation } = this.#stack;
    const token = operation?.clientRequestToken;
    this.#options.events.add({
      atMs: this.nowMs(),
      stackName,
      stackId,
      logicalId: stackName,
      physicalId: stackId,
      type: 'AWS::CloudFormation::Stack',
      status,
      ...(reason && { reason }),
      ...(token && { clientRequestToken: token }),
    });
  }

  /** Runs a step of a resource; a failure is written down, told, and thrown again with the resource's name in front. */
  async attempt<T>(logicalId: string, failed: ResourceStatus, run: () => Promise<T>): Promise<T> {
    this.checkGoingOn();
    try {
      return await run();
    } catch (fault) {
      if (this.#options.isStopping()) throw new Interrupted(`${logicalId}: the cloud is stopping`, { cause: fault });
      const record = this.resource(logicalId);
      const reason = reasonOf(fault);
      if (record) this.put({ ...record, status: failed, statusReason: reason }, { told: failed, reason });
      const code = fault instanceof AwsError ? fault.code : 'ValidationError';
      throw new AwsError(code, `${logicalId} (${record?.type}): ${(fault as Error).message}`, 400, { logicalId });
    }
  }

  /** Throws `Interrupted` when the cloud is about to stop. */
  checkGoingOn(): void {
    if (this.#options.isStopping()) throw new Interrupted('the cloud is stopping');
  }

  type(typeName: string): ResourceType {
    const type = this.#options.types.get(typeName);
    if (!type) throw notImplemented(`Resource type ${typeName}`);
    return type;
  }

  scope(logicalId: string, generation: number): ResourceScope {
    const { accountId, region, call, assetPath } = this.#options;
    const { stackName, stackId } = this.#stack;
    return {
      stackName,
      logicalId,
      accountId,
      region,
      call,
      assetPath,
      generateName: (lengthMax) => generatedName({ stackName, stackId, logicalId, generation, lengthMax }),
    };
  }
}

function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return fault instanceof AwsError ? `${fault.message} (${fault.code})` : `${fault.name}: ${fault.message}`;
}

interface NameParts {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly generation: number;
  readonly lengthMax: number;
}

/** `<stack>-<logical id>-<12 characters>`: the suffix is a hash, so that a retried creation finds its own name again. */
function generatedName({ stackName, stackId, logicalId, generation, lengthMax }: NameParts): string {
  const hash = createHash('sha256').update(`${stackId} ${logicalId} ${generation}`).digest('base64url');
  const suffix = hash.replace(/[-_]/gu, 'x').slice(0, 12);
  return `${`${stackName}-${logicalId}`.slice(0, lengthMax - suffix.length - 1)}-${suffix}`;
}
