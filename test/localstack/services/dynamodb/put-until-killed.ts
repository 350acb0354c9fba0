/**
 * A process that writes to the state folder it is given, and tells each acknowledged item on stdout, until it is killed.
 * A second argument is the view of a stream of the table.
 */
import { writeSync } from 'node:fs';

import { openState } from '../../../../localstack/engine/state.ts';
import { createDynamodb } from '../../../../localstack/services/dynamodb/index.ts';
import { testEngine } from '../../../support/in-process.ts';

const [folder = '', view] = process.argv.slice(2);
const service = createDynamodb(testEngine(openState(folder)));
const call = { requestId: 'request', accountId: '000000000000', region: 'us-east-1' };
const send = async (operation: string, input: unknown): Promise<unknown> =>
  service.operations[operation]?.run(input as never, call);

await send('CreateTable', {
  TableName: 'kept',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
  ...(view && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
});
const put = async (id: number): Promise<void> => {
  await send('PutItem', { TableName: 'kept', Item: { id: { N: String(id) }, text: { S: 'x'.repeat(300) } } });
  writeSync(1, `${id}\n`);
};
for (let id = 0; ; id += 4) await Promise.all([put(id), put(id + 1), put(id + 2), put(id + 3)]);
