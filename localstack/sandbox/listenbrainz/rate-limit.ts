/** So many requests are answered in each window. */
export interface RateLimitSettings {
  readonly requestsMax: number;
  readonly windowSeconds: number;
}

/** ListenBrainz tells clients to read its headers and names no figure; these leave a polite client room. */
export const rateLimitDefault: RateLimitSettings = { requestsMax: 60, windowSeconds: 10 };

export interface RateReading {
  readonly isOver: boolean;
  /** The four `X-RateLimit-*` headers (https://listenbrainz.readthedocs.io, "Rate limiting"). */
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts requests in fixed windows, for one client: on loopback all come from one address. */
export class RateLimit {
  readonly #settings: RateLimitSettings;
  readonly #nowMs: () => number;
  #windowEndMs = -Infinity;
  #count = 0;

  constructor(settings: RateLimitSettings, nowMs: () => number) {
    this.#settings = settings;
    this.#nowMs = nowMs;
  }

  /** Counts one request and says where the client stands. */
  count(): RateReading {
    const nowMs = this.#nowMs();
    if (nowMs >= this.#windowEndMs) {
      this.#windowEndMs = nowMs + this.#settings.windowSeconds * 1000;
      this.#count = 0;
    }
    this.#count += 1;
    const remaining = this.#settings.requestsMax - this.#count;
    return { isOver: remaining < 0, headers: this.headers(Math.max(remaining, 0), this.#windowEndMs - nowMs) };
  }

  headers(remaining: number, resetInMs: number): Readonly<Record<string, string>> {
    const resetInSeconds = Math.ceil(resetInMs / 1000);
    return {
      'x-ratelimit-limit': String(this.#settings.requestsMax),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset-in': String(resetInSeconds),
      'x-ratelimit-reset': String(Math.floor(this.#nowMs() / 1000) + resetInSeconds),
    };
  }
}
