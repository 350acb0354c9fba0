/**
 * The named alternative of Top-K, a process of its own: a bare HTTP server that answers the same question from node:sqlite
 * with GROUP BY. `sqlite-server.ts FILE`, the file being the exact counter's; tells its parent the port.
 */
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const dayMs = 86_400_000;
const days = 7;
const songsMax = 10;
const route = /^\/users\/([^/]+)\/topk$/u;

const database = new DatabaseSync(process.argv[2] ?? '', { readOnly: true });
const totals = database.prepare(`
  SELECT count(*) AS listens, count(DISTINCT song_id) AS distinct_songs, max(listened_at) AS latest
  FROM listens WHERE user_id = ? AND day BETWEEN ? AND ?`);
const ranking = database.prepare(`
  SELECT song_id, count, last_listened_at, title, artist, album FROM (
    SELECT song_id, count(*) AS count, max(listened_at) AS last_listened_at
    FROM listens WHERE user_id = ? AND day BETWEEN ? AND ?
    GROUP BY song_id ORDER BY count DESC, last_listened_at DESC, song_id LIMIT ${songsMax}
  ) LEFT JOIN songs USING (song_id) ORDER BY count DESC, last_listened_at DESC, song_id`);

const server = createServer((request, response) => {
  const userId = route.exec(request.url ?? '')?.[1];
  if (userId === undefined) return void response.writeHead(404).end();
  const nowMs = Date.now();
  const [first, last] = [dayOf(nowMs - (days - 1) * dayMs), dayOf(nowMs)];
  const { listens, distinct_songs, latest } = totals.get(userId, first, last) ?? {};
  const songs = ranking.all(userId, first, last).map((song, index) => ({ rank: index + 1, ...song }));
  const body = JSON.stringify({ user_id: userId, first, last, latest, listens, distinct_songs, songs });
  return void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.once('disconnect', () => process.exit(0));

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
