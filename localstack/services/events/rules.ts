/** The rules of the default event bus, with their targets, in the state folder. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { busNotFound, ruleNotFound } from './errors.ts';

/** As the API writes it. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly scheduleExpression?: string;
  readonly eventPattern?: string;
  readonly roleArn?: string;
  readonly isEnabled: boolean;
  /** When the schedule was set or switched on: a rate counts from here. */
  readonly anchorMs: number;
  readonly targets: readonly Target[];
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export class Rules {
  readonly #engine: Engine;
  readonly #documents: Documents<Rule>;
  readonly #byName: Map<string, Rule>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#documents = engine.state.documents('events-rules');
    this.#byName = new Map(this.#documents.list().map((rule) => [rule.name, rule]));
  }

  find(name: string): Rule | undefined {
    return this.#byName.get(name);
  }

  get(name: string): Rule {
    const rule = this.#byName.get(name);
    if (!rule) throw ruleNotFound(name);
    return rule;
  }

  byArn(arn: string): Rule {
    return this.get(arn.slice(arn.lastIndexOf('/') + 1));
  }

  put(rule: Rule): void {
    this.#byName.set(rule.name, rule);
    this.#documents.put(rule.name, rule);
  }

  delete(name: string): void {
    this.#byName.delete(name);
    this.#documents.delete(name);
  }

  /** In order of name. */
  list(): Rule[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  arnOf(name: string): string {
    return `arn:aws:events:${this.#engine.region}:${this.#engine.accountId}:rule/${name}`;
  }

  busArn(): string {
    return `arn:aws:events:${this.#engine.region}:${this.#engine.accountId}:event-bus/default`;
  }

  /** There is the default bus only. Throws for every other. */
  checkBus(bus: string | undefined): void {
    if (bus !== undefined && bus !== 'default' && bus !== this.busArn()) throw busNotFound(bus);
  }
}
