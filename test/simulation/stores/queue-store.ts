export type Message = { readonly id: string; readonly body: string; visibleAtMs: number; receiveCount: number };

/** A standard queue in memory: messages hide while somebody works on them, and give up after so many deliveries. */
export class QueueStore {
  readonly messages = new Map<string, Message>();
  readonly dead: Message[] = [];
  readonly visibilityMs: number;
  readonly deliveriesMax: number;
  #sent = 0;

  constructor(visibilityMs: number, deliveriesMax: number) {
    this.visibilityMs = visibilityMs;
    this.deliveriesMax = deliveriesMax;
  }

  send(body: string, nowMs: number): Message {
    const message = { id: `message-${(this.#sent += 1)}`, body, visibleAtMs: nowMs, receiveCount: 0 };
    this.messages.set(message.id, message);
    return message;
  }

  /** Hands out up to `countMax` visible messages, and hides them; those delivered often enough are moved aside. */
  receive(countMax: number, nowMs: number): Message[] {
    const received: Message[] = [];
    for (const message of this.messages.values()) {
      if (received.length === countMax) break;
      if (message.visibleAtMs > nowMs) continue;
      if (message.receiveCount >= this.deliveriesMax) {
        this.messages.delete(message.id);
        this.dead.push(message);
        continue;
      }
      message.receiveCount += 1;
      message.visibleAtMs = nowMs + this.visibilityMs;
      received.push(message);
    }
    return received;
  }

  delete(id: string): void {
    this.messages.delete(id);
  }
}
