import { describe, expect, test } from '@jest/globals';

const entries = [
  ['raw-event-processor', { LISTEN_HISTORY_TABLE: 't', POISON_QUEUE_URL: 'http://queue', LISTEN_RETENTION_DAYS: '30' }],
  ['aggregator', { DAILY_TOPK_TABLE: 't', SONG_CATALOGUE_TABLE: 'c', POISON_QUEUE_URL: 'http://queue' }],
  ['topk-api', { DAILY_TOPK_TABLE: 't', SONG_CATALOGUE_TABLE: 'c', USERS_TABLE: 'u', CACHE_TTL_SECONDS: '30' }],
] as const;

describe('a deployed function', () => {
  test.each(entries)(
    '%s names every variable that it misses, and starts when it has them',
    async (name, environment) => {
      const file = new URL(`../../functions/${name}.ts`, import.meta.url).href;
      await expect(import(`${file}?bare`)).rejects.toThrow(
        `environment variables are missing: ${Object.keys(environment).join(', ')}`,
      );

      Object.assign(process.env, environment);
      const { handler } = (await import(`${file}?configured`)) as { handler: unknown };
      expect(handler).toEqual(expect.any(Function));
      for (const variable of Object.keys(environment)) delete process.env[variable];
    },
  );
});
