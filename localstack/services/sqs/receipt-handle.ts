/**
 * Receipt handles name a message and one receive of it. Only the latest receive's handle deletes:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
import { missingParameter, receiptHandleIsInvalid } from './errors.ts';

export interface Receipt {
  readonly queueName: string;
  readonly sequence: number;
  readonly receiveCount: number;
}

export function receiptHandleOf({ queueName, sequence, receiveCount }: Receipt): string {
  return Buffer.from(`${queueName} ${sequence} ${receiveCount}`).toString('base64');
}

/** Throws `ReceiptHandleIsInvalid` for anything that no receive has given out for this queue. */
export function parseReceiptHandle(handle: string | undefined, queueName: string): Receipt {
  if (!handle) throw missingParameter('ReceiptHandle');
  const parts = /^(?<name>\S+) (?<sequence>\d+) (?<count>\d+)$/u.exec(Buffer.from(handle, 'base64').toString())?.groups;
  if (!parts || parts['name'] !== queueName) throw receiptHandleIsInvalid(handle);
  return { queueName, sequence: Number(parts['sequence']), receiveCount: Number(parts['count']) };
}
