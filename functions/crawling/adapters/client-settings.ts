/**
 * How SDK clients of this part wait: every attempt ends, since without `throwOnRequestTimeout` a slow answer is only a
 * warning. 64 connections are what the scheduler's claims use at once.
 */
export const clientSettings = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
    httpAgent: { maxSockets: 64 },
    httpsAgent: { maxSockets: 64 },
  },
};
