/** Who signs. Functions have a session token; a person's keys have none. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials that Lambda gives to a function by its environment. They are read at each call, because they may
 * change while a process lives; as long as they have not, the same object comes back, so that what was derived from it
 * may be kept. Throws, naming the variables, when there are none.
 * docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function environmentCredentials(environment: Environment = process.env): () => Credentials {
  let known: Credentials | undefined;
  return () => {
    const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
    const sessionToken = environment['AWS_SESSION_TOKEN'] || undefined;
    if (!accessKeyId || !secretAccessKey)
      throw new Error('there are no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set');
    const isKnown =
      known?.accessKeyId === accessKeyId &&
      known.secretAccessKey === secretAccessKey &&
      known.sessionToken === sessionToken;
    if (!known || !isKnown) known = { accessKeyId, secretAccessKey, sessionToken };
    return known;
  };
}
