/** Where DynamoDB is, and the region that signatures are made for. */
export type Endpoint = { readonly url: URL; readonly region: string };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The endpoint that the environment names, by the variables that the SDK reads too; otherwise the region's own in the
 * commercial partition. Throws when there is no region, or the address is none that requests can be sent to.
 * docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function dynamodbEndpoint(environment: Environment): Endpoint {
  const region = environment['AWS_REGION'];
  if (!region) throw new Error('environment variables are missing: AWS_REGION');
  const named = environment['AWS_ENDPOINT_URL_DYNAMODB'] || environment['AWS_ENDPOINT_URL'];
  const address = named || `https://dynamodb.${region}.amazonaws.com`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isUsable = (url?.protocol === 'https:' || url?.protocol === 'http:') && url.pathname === '/';
  if (!url || !isUsable) throw new Error(`DynamoDB's endpoint must be http(s)://host[:port], got ${address}`);
  return { url, region };
}
