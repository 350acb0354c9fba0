/** Compares both tables, whole, with the independent count: nothing may be missing, nothing may be there that was not played. */
import { decodeElement } from '../../../functions/aggregation/domain/element.ts';
import { plainSender, type Sender } from '../load/senders.ts';
import type { ExactCounter } from './exact-counter.ts';

export interface Tables {
  readonly history: string;
  readonly aggregates: string;
  readonly songs: string;
}

export interface Verdict {
  readonly isExact: boolean;
  readonly users: number;
  readonly exactUsers: number;
  readonly listens: number;
  readonly faults: readonly string[];
}

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string; readonly BS?: readonly string[] }>>;

/** Reads every item of both tables over the wire. */
export async function verify(url: string, tables: Tables, truth: ExactCounter): Promise<Verdict> {
  const { send } = plainSender('dynamodb', url);
  const wrongUsers = new Map<string, string>();
  const blame = (userId: string, fault: string): void => {
    if (!wrongUsers.has(userId)) wrongUsers.set(userId, `${userId}: ${fault}`);
  };

  const users = new Set<string>();
  const raw = new Set<string>();
  const elements = new Set<string>();
  const counts = new Map<string, number>();
  for (const { userId, day, eventId, songId, listenedAt } of truth.listens()) {
    users.add(userId);
    raw.add(`${userId}#${day}|${listenedAt}#${eventId}`);
    elements.add(`${userId}|${day}|${eventId.slice(0, 16)}|${songId}|${secondOfDay(listenedAt)}`);
  }
  const listens = raw.size;
  for (const { userId, day, songId, count } of truth.counts()) counts.set(`${userId}|${day}|${songId}`, count);

  for await (const { pk, sk } of scan(send, tables.history, 'pk, sk')) {
    if (!raw.delete(`${pk?.S}|${sk?.S}`)) blame(pk?.S?.split('#')[0] ?? '', `an unknown raw listen ${sk?.S}`);
  }
  for (const missing of raw) blame(missing.split('#')[0] ?? '', `raw listen ${missing} is missing`);

  for await (const { user_id, day, e } of scan(send, tables.aggregates)) {
    const userId = user_id?.S ?? '';
    for (const base64 of e?.BS ?? []) {
      const element = decodeElement(Buffer.from(base64, 'base64'));
      const { songId = '', eventHash = '', secondOfDay: second } = element ?? {};
      const hash = Buffer.from(eventHash, 'latin1').toString('hex');
      if (!elements.delete(`${userId}|${day?.S}|${hash}|${songId}|${second}`))
        blame(userId, `an unknown element ${base64}`);
      const key = `${userId}|${day?.S}|${songId}`;
      counts.set(key, (counts.get(key) ?? 0) - 1);
    }
  }
  for (const missing of elements) blame(missing.split('|')[0] ?? '', `element ${missing} is missing`);
  for (const [key, difference] of counts)
    if (difference !== 0) blame(key.split('|')[0] ?? '', `${key} is counted ${-difference} times too often`);

  const faults = [...wrongUsers.values()];
  const songs = await countItems(send, tables.songs);
  if (songs !== truth.songCount()) faults.push(`${songs} songs have a label instead of ${truth.songCount()}`);
  return { isExact: faults.length === 0, users: users.size, exactUsers: users.size - wrongUsers.size, listens, faults };
}

const secondOfDay = (instant: string): number =>
  Number(instant.slice(11, 13)) * 3600 + Number(instant.slice(14, 16)) * 60 + Number(instant.slice(17, 19));

async function* scan(send: Sender['send'], TableName: string, ProjectionExpression?: string): AsyncGenerator<Item> {
  let ExclusiveStartKey: unknown;
  do {
    const input = {
      TableName,
      ConsistentRead: true,
      ...(ProjectionExpression && { ProjectionExpression }),
      ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
    };
    const answer = await send({ operation: 'Scan', input });
    yield* answer['Items'] as Item[];
    ExclusiveStartKey = answer['LastEvaluatedKey'];
  } while (ExclusiveStartKey !== undefined);
}

async function countItems(send: Sender['send'], TableName: string): Promise<number> {
  let count = 0;
  for await (const _ of scan(send, TableName, 'song_id')) count += 1;
  return count;
}
