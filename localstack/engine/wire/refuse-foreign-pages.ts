/**
 * Keeps other people's web pages out. The cloud has no passwords and runs code, so a page that a developer happens to
 * visit must not be able to speak to it: not by a plain form or `fetch` (which browsers send across origins without
 * asking, and mark with `Origin` and `Sec-Fetch-Site`), and not by a name that is made to point to this machine.
 * The HTTP APIs of deployed apps are public by nature and answer to their own CORS settings.
 */
import type { HttpRequest } from '../service.ts';

/** Names that are this cloud: loopback, AWS's own (for clients that only redirect the connection), LocalStack's. */
const ownHost =
  /^(?:(?:[\w-]+\.)*(?:localhost|amazonaws\.com|localhost\.localstack\.cloud)|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/u;

/** Why the request is refused, or undefined when it may pass. `listenHost` is the address that its owner chose. */
export function foreignPage({ headers }: HttpRequest, listenHost: string): string | undefined {
  const { host, origin } = headers;
  if (host !== undefined && !ownHost.test(host) && !isListenHost(host, listenHost)) {
    return `the host '${host}' is not a name of this cloud`;
  }
  if (headers['sec-fetch-site'] === 'cross-site') return 'the request comes from a web page of another site';
  if (origin === undefined || origin === 'null') return origin && `its origin is hidden`;
  const originHost = URL.canParse(origin) ? new URL(origin).host : origin;
  return ownHost.test(originHost) ? undefined : `the web page ${origin} is not of this cloud`;
}

/** Whoever listens on all addresses has asked for other machines, by whatever name they call this one. */
function isListenHost(host: string, listenHost: string): boolean {
  return listenHost === '0.0.0.0' || listenHost === '::' || host.replace(/:\d+$/u, '') === listenHost;
}
