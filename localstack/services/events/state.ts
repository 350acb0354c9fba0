import type { Matcher } from '../../engine/event-pattern.ts';
import { deliver } from '../../engine/eventing/delivery.ts';
import type { Doors } from '../../engine/eventing/delivery.ts';
import { parseScheduleExpression } from '../../engine/eventing/schedule-expression.ts';
import { Ticker } from '../../engine/eventing/ticker.ts';
/** What the operations of EventBridge share. */
import { randomUuid } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import { compileEventPattern } from './event-pattern.ts';
import type { BusEvent, Rule } from './rules.ts';
import { Rules } from './rules.ts';
import { targetInput } from './target-input.ts';

export class EventsState {
  readonly engine: Engine;
  readonly rules: Rules;
  readonly ticker: Ticker;
  readonly #doors: Doors;
  readonly #patterns = new Map<string, Matcher>();

  constructor(engine: Engine, doors: Doors) {
    this.engine = engine;
    this.#doors = doors;
    this.rules = new Rules(engine);
    this.ticker = new Ticker(engine.clock);
    for (const rule of this.rules.list()) this.#arm(rule);
  }

  /** Remembers a new or changed rule and lets it tick or match accordingly. */
  putRule(rule: Rule): void {
    this.rules.put(rule);
    this.#arm(rule);
  }

  deleteRule(name: string): void {
    this.rules.delete(name);
    this.ticker.delete(name);
    this.#patterns.delete(name);
  }

  /** The envelope of something that happened now, or at `timeMs`. */
  newEvent(event: Pick<BusEvent, 'detail-type' | 'source' | 'resources' | 'detail'>, timeMs: number): BusEvent {
    return {
      version: '0',
      id: randomUuid(this.engine.random),
      'detail-type': event['detail-type'],
      source: event.source,
      account: this.engine.accountId,
      time: new Date(timeMs).toISOString().replace(/\.\d{3}Z$/u, 'Z'),
      region: this.engine.region,
      resources: event.resources,
      detail: event.detail,
    };
  }

  /** Sends an event to the targets of every rule that it matches. */
  publish(event: BusEvent): void {
    for (const [name, matches] of this.#patterns) if (matches(event)) this.#send(this.rules.get(name), event);
  }

  #arm(rule: Rule): void {
    const { name, scheduleExpression, eventPattern, isEnabled, anchorMs } = rule;
    this.ticker.delete(name);
    this.#patterns.delete(name);
    if (!isEnabled) return;
    if (eventPattern !== undefined) this.#patterns.set(name, compileEventPattern(eventPattern));
    const schedule = scheduleExpression === undefined ? undefined : parseScheduleExpression(scheduleExpression);
    if (schedule) this.ticker.set(name, { schedule, anchorMs, run: (scheduledMs) => this.#tick(name, scheduledMs) });
  }

  #tick(name: string, scheduledMs: number): void {
    const rule = this.rules.get(name);
    const scheduled = { 'detail-type': 'Scheduled Event', source: 'aws.events', resources: [rule.arn], detail: {} };
    this.#send(rule, this.newEvent(scheduled, scheduledMs));
  }

  #send(rule: Rule, event: BusEvent): void {
    for (const target of rule.targets) {
      deliver(this.engine, this.#doors, {
        senderArn: rule.arn,
        senderAttribute: 'RULE_ARN',
        principal: { kind: 'service', name: 'events.amazonaws.com', sourceArn: rule.arn },
        targetArn: target.Arn,
        input: targetInput(rule, target, event, this.engine.clock.nowMs()),
        deadLetterArn: target.DeadLetterConfig?.Arn,
      });
    }
  }
}
