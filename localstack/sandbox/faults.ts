import type { SandboxProvider } from './account.ts';

/** What a provider does instead of answering as it should. */
export type FaultKind =
  /** 429. At Spotify with `Retry-After`, at ListenBrainz with `X-RateLimit-Reset-In`, as each of them does. */
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds: number; readonly isQuotaExceeded?: boolean }
  /** A 5xx with the provider's own error body. */
  | { readonly kind: 'server-error'; readonly status: number }
  /** A proxy's error page: HTML where JSON is expected. */
  | { readonly kind: 'html-page'; readonly status: number }
  /** Nothing comes for `holdMs`, then the connection ends without an answer. */
  | { readonly kind: 'hang'; readonly holdMs: number }
  /** The connection is reset before the request is looked at. */
  | { readonly kind: 'reset' }
  /** The request is carried out and the connection reset before its answer arrives. */
  | { readonly kind: 'lost-answer' };

/** Whose requests a fault meets, and how many of them. */
export interface FaultAim {
  readonly provider: SandboxProvider;
  /** Only requests about this account; without it, all. */
  readonly account?: string;
  /** Only this operation, such as `recently-played`, `token` or `listens`; without it, all of the provider's. */
  readonly operation?: string;
  /** How many requests it meets before it is spent. 1 when absent; `Infinity` until it is cleared. */
  readonly count?: number;
}

export type Fault = FaultAim & FaultKind;

/** A fault that waits for requests. */
export interface PendingFault {
  readonly id: number;
  readonly fault: Fault;
  readonly left: number;
}

/** The faults that are set, first come first served. They end with the process: an outage is not kept. */
export class Faults {
  #pending: PendingFault[] = [];
  #lastId = 0;

  /** Sets a fault. The request that it next fits meets it. */
  add(fault: Fault): PendingFault {
    const left = fault.count ?? 1;
    if (!(left >= 1)) throw new RangeError(`count must be at least 1, got ${left}`);
    const pending = { id: (this.#lastId += 1), fault, left };
    this.#pending.push(pending);
    return pending;
  }

  list(): readonly PendingFault[] {
    return this.#pending;
  }

  /** Takes one fault back, or all of them. True when there was one. */
  clear(id?: number): boolean {
    const before = this.#pending.length;
    this.#pending = id === undefined ? [] : this.#pending.filter((pending) => pending.id !== id);
    return this.#pending.length < before;
  }

  /** The fault that a request meets, which is thereby used once. */
  meet(request: { provider: SandboxProvider; operation: string; account: string | undefined }): Fault | undefined {
    const met = this.#pending.find(({ fault }) => fits(fault, request));
    if (!met) return undefined;
    this.#pending = this.#pending.flatMap((pending) => {
      if (pending !== met) return [pending];
      return pending.left > 1 ? [{ ...pending, left: pending.left - 1 }] : [];
    });
    return met.fault;
  }
}

function fits(
  fault: Fault,
  { provider, operation, account }: { provider: SandboxProvider; operation: string; account: string | undefined },
): boolean {
  if (fault.provider !== provider) return false;
  if (fault.operation !== undefined && fault.operation !== operation) return false;
  return fault.account === undefined || fault.account === account;
}
