/** What KMS says when it says no. https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
import { AwsError } from '../../engine/aws-error.ts';

export function keyNotFound(keyArn: string): AwsError {
  return new AwsError('NotFoundException', `Key '${keyArn}' does not exist`);
}

export function invalidKeyId(keyId: string): AwsError {
  return new AwsError('NotFoundException', `Invalid keyId '${keyId}'`);
}

export function aliasNotFound(aliasArn: string): AwsError {
  return new AwsError('NotFoundException', `Alias ${aliasArn} is not found.`);
}

export function aliasExists(aliasArn: string): AwsError {
  return new AwsError('AlreadyExistsException', `An alias with the name ${aliasArn} already exists`);
}

export function keyDisabled(keyArn: string): AwsError {
  return new AwsError('DisabledException', `${keyArn} is disabled.`);
}

export function keyPendingDeletion(keyArn: string): AwsError {
  return new AwsError('KMSInvalidStateException', `${keyArn} is pending deletion.`);
}

/** AWS gives no message with this one, so that it tells nothing about the ciphertext. */
export function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', '');
}

export function incorrectKey(): AwsError {
  return new AwsError(
    'IncorrectKeyException',
    'The key ID in the request does not identify a CMK that can perform this operation.',
  );
}
