/** One request on its way through a gateway: what event, answer and access log are made from. */
import type { HttpRequest } from '../../../engine/service.ts';
import type { ApiModel, Stage } from '../api-store.ts';
import type { MatchedRoute } from './match-route.ts';

export interface Exchange {
  readonly request: HttpRequest;
  readonly model: ApiModel;
  readonly stage: Stage;
  readonly accountId: string;
  readonly requestId: string;
  readonly receivedAtMs: number;
  /** The whole path, percent-decoded, with the stage's name when it has one. */
  readonly rawPath: string;
  readonly domainName: string;
  readonly matched?: MatchedRoute | undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `20/Nov/2026:12:00:00 +0000`, as events and access logs write a time. */
export function requestTime(timeMs: number): string {
  const [date = '', time = ''] = new Date(timeMs).toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`;
}
