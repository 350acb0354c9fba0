/** Log groups and their streams: names, retention, tags. The events are in `event-store.ts`. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { groupExists, groupNotFound, invalidParameter, streamExists, streamNotFound } from './errors.ts';

export interface LogGroup {
  /** Its number in the event table; never used again after a group is deleted. */
  readonly id: number;
  readonly name: string;
  readonly createdAtMs: number;
  readonly logGroupClass: string;
  readonly kmsKeyId?: string;
  retentionInDays?: number | undefined;
  tags: Record<string, string>;
}

export interface LogStream {
  readonly id: number;
  readonly group: string;
  readonly name: string;
  readonly createdAtMs: number;
}

const dayMs = 86_400_000;

export class LogGroups {
  readonly #engine: Engine;
  readonly #groupDocuments: Documents<LogGroup>;
  readonly #streamDocuments: Documents<LogStream>;
  readonly #counter: Documents<number>;
  readonly #groups: Map<string, LogGroup>;
  readonly #streams = new Map<string, Map<string, LogStream>>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#groupDocuments = engine.state.documents('logs-groups');
    this.#streamDocuments = engine.state.documents('logs-streams');
    this.#counter = engine.state.documents('logs-counter');
    this.#groups = new Map(this.#groupDocuments.list().map((group) => [group.name, group]));
    for (const stream of this.#streamDocuments.list()) this.#streamsOf(stream.group).set(stream.name, stream);
  }

  find(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** Throws `ResourceNotFoundException` when there is none. */
  get(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw groupNotFound();
    return group;
  }

  /** By name or by ARN, with or without its final `:*`. */
  byIdentifier(name: string | undefined, identifier?: string): LogGroup {
    const given = name ?? identifier;
    if (given === undefined) throw invalidParameter('LogGroupName or LogGroupIdentifier must be specified.');
    const arnName = /^arn:aws:logs:[^:]*:[^:]*:log-group:(?<name>[^:]+)(?::\*)?$/u.exec(given)?.groups?.['name'];
    return this.get(arnName ?? given);
  }

  create(group: Pick<LogGroup, 'name' | 'logGroupClass' | 'tags'> & { kmsKeyId?: string }): LogGroup {
    if (this.#groups.has(group.name)) throw groupExists();
    const made: LogGroup = { ...group, id: this.#nextId(), createdAtMs: this.#engine.clock.nowMs() };
    this.put(made);
    return made;
  }

  put(group: LogGroup): void {
    this.#groups.set(group.name, group);
    this.#groupDocuments.put(group.name, group);
  }

  delete({ name }: LogGroup): void {
    for (const stream of this.streams(name)) this.deleteStream(stream);
    this.#streams.delete(name);
    this.#groups.delete(name);
    this.#groupDocuments.delete(name);
  }

  /** In order of name. */
  list(): LogGroup[] {
    return [...this.#groups.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  findStream(group: string, name: string): LogStream | undefined {
    return this.#streams.get(group)?.get(name);
  }

  stream(group: string, name: string): LogStream {
    const stream = this.findStream(group, name);
    if (!stream) throw streamNotFound();
    return stream;
  }

  createStream(group: LogGroup, name: string): LogStream {
    if (this.findStream(group.name, name)) throw streamExists();
    const stream = { id: this.#nextId(), group: group.name, name, createdAtMs: this.#engine.clock.nowMs() };
    this.#streamsOf(group.name).set(name, stream);
    this.#streamDocuments.put(streamKey(stream), stream);
    return stream;
  }

  deleteStream(stream: LogStream): void {
    this.#streams.get(stream.group)?.delete(stream.name);
    this.#streamDocuments.delete(streamKey(stream));
  }

  /** In order of name. */
  streams(group: string): LogStream[] {
    return [...(this.#streams.get(group)?.values() ?? [])].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  arnOf(group: LogGroup): string {
    return `arn:aws:logs:${this.#engine.region}:${this.#engine.accountId}:log-group:${group.name}`;
  }

  /** Events with an earlier timestamp are past the group's retention. */
  keptFromMs({ retentionInDays }: LogGroup): number {
    return retentionInDays === undefined ? 0 : this.#engine.clock.nowMs() - retentionInDays * dayMs;
  }

  #streamsOf(group: string): Map<string, LogStream> {
    const known = this.#streams.get(group);
    if (known) return known;
    const made = new Map<string, LogStream>();
    this.#streams.set(group, made);
    return made;
  }

  #nextId(): number {
    const id = (this.#counter.get('next') ?? 0) + 1;
    this.#counter.put('next', id);
    return id;
  }
}

/** Neither name may hold a line feed, so the key is unambiguous. */
function streamKey({ group, name }: LogStream): string {
  return `${group}\n${name}`;
}
