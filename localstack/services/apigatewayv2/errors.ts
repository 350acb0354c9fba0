/** What the API Gateway control plane says when it says no. */
import { AwsError } from '../../engine/aws-error.ts';

export function notFound(kind: string, id: string): AwsError {
  return new AwsError('NotFoundException', `Invalid ${kind} identifier specified ${id}`, 404);
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, 409);
}

export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message, 400);
}
