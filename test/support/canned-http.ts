import type { Http, HttpRequest, HttpResponse } from '../../functions/crawling/providers/provider.ts';

/** The instant at which canned answers are read. A whole second, since HTTP dates have no smaller unit. */
export const nowMs = Date.parse('2026-11-20T12:00:00Z');

/** A response, or the fault that takes its place. */
export type CannedAnswer = HttpResponse | Error;

export const jsonAnswer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** An HTTP port that gives these answers one after the other, and notes what it was asked. */
export function cannedHttp(...answers: CannedAnswer[]): { http: Http; requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const http: Http = async (request) => {
    requests.push(request);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    if (!answer) throw new Error(`there is no answer left for ${request.method} ${request.url}`);
    return answer;
  };
  return { http, requests };
}
