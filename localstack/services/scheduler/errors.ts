/** What EventBridge Scheduler says when it says no. */
import { AwsError } from '../../engine/aws-error.ts';

export function scheduleNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
}

export function groupNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
}

export function scheduleExists(name: string): AwsError {
  return new AwsError('ConflictException', `Schedule ${name} already exists.`, 409);
}

export function groupExists(name: string): AwsError {
  return new AwsError('ConflictException', `Schedule group ${name} already exists.`, 409);
}
