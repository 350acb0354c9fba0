/**
 * Token buckets: `rate` tokens come each second, at most `burst` wait.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
import type { Clock } from '../../../engine/clock.ts';
import type { Stage } from '../api-store.ts';

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

export class Throttle {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a token of the route's bucket. A stage without limits lets everything pass. */
  mayPass(apiId: string, { stageName, defaultRouteSettings, routeSettings }: Stage, routeKey: string): boolean {
    const settings = { ...defaultRouteSettings, ...routeSettings[routeKey] };
    const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = settings;
    if (rate === undefined || burst === undefined) return true;
    // Unsure whether AWS counts the routes under a default limit together; here each has a bucket of its own.
    const bucket = this.#bucket(`${apiId} ${stageName} ${routeKey}`, burst);
    const nowMs = this.#clock.nowMs();
    bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.filledAtMs) / 1000) * rate);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #bucket(key: string, burst: number): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const made = { tokens: burst, filledAtMs: this.#clock.nowMs() };
    this.#buckets.set(key, made);
    return made;
  }
}
