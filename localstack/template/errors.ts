/** CloudFormation's own names for what is wrong. Unlike AWS's newer services it says `ValidationError`, and clients compare the word. */
import { AwsError } from '../engine/aws-error.ts';

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message, 400);
}

/** A cloud that is about to stop leaves an operation between two steps; the next start goes on with it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
