/** A batch of messages as the JSON that a function receives. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
import type { QueueMessage } from '../../../engine/doors.ts';

/** One message of the event, as JSON text. */
export function sqsRecord(message: QueueMessage, queueArn: string, region: string): string {
  const { messageId, receiptHandle, body, md5OfBody, attributes, messageAttributes } = message;
  const shownAttributes = Object.entries(messageAttributes).map(([name, attribute]) => [
    name,
    { ...attribute, stringListValues: [], binaryListValues: [] },
  ]);
  return JSON.stringify({
    messageId,
    receiptHandle,
    body,
    attributes,
    messageAttributes: Object.fromEntries(shownAttributes) as unknown,
    md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  });
}

export function sqsEvent(records: readonly string[]): Buffer {
  return Buffer.from(`{"Records":[${records.join(',')}]}`, 'utf8');
}
