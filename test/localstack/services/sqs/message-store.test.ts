import { DatabaseSync } from 'node:sqlite';

import { expect, test } from '@jest/globals';

import { FifoStore } from '../../../../localstack/services/sqs/fifo-store.ts';
import { MessageStore } from '../../../../localstack/services/sqs/message-store.ts';

test('messages that were stored before there were message groups are still there', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, messageId TEXT NOT NULL, body TEXT NOT NULL,
    md5OfBody TEXT NOT NULL, attributes TEXT NOT NULL, systemAttributes TEXT NOT NULL, sentAtMs INTEGER NOT NULL,
    visibleAtMs INTEGER NOT NULL, receiveCount INTEGER NOT NULL DEFAULT 0, firstReceivedAtMs INTEGER,
    isHeld INTEGER NOT NULL DEFAULT 0);
    INSERT INTO messages (queue, messageId, body, md5OfBody, attributes, systemAttributes, sentAtMs, visibleAtMs)
    VALUES ('jobs', 'id', 'old', '', '', '{}', 1, 1)`);

  const store = new MessageStore(database);
  void new FifoStore(database);

  expect(store.visible('jobs', 2, 10)).toMatchObject([{ body: 'old', groupId: null }]);
  store.setVisibleAt(1, 5);
  expect(store.visible('jobs', 2, 10)).toEqual([]);
});
