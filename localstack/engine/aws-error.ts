/**
 * What AWS answers when it says no. Thrown by operations; `wire/` is the only place that turns one into bytes,
 * each protocol in its own way. Messages are AWS's, word for word, wherever they are known.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly statusCode: number;
  /** Further members of the error's body, such as `Item` or `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, statusCode = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.statusCode = statusCode;
    this.members = members;
  }
}

/** The one answer to everything that is not there: 501, never a silent success. `what` names the thing. */
export function notImplemented(what: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `${what} is not implemented by the local cloud (localstack/DIFFERENCES.md).`,
    501,
  );
}

/** A request that cannot be read: wrong JSON, or a value of the wrong type. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message, 400);
}

/** A value that breaks a documented constraint. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message, 400);
}
