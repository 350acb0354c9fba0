import { describe, expect, test } from '@jest/globals';

import { environmentCredentials } from '../../../functions/dynamodb/adapters/credentials.ts';
import { dynamodbEndpoint } from '../../../functions/dynamodb/adapters/endpoint.ts';

describe('credentials', () => {
  const environment: Record<string, string | undefined> = {
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
  };

  test('are the same object for as long as they have not changed', () => {
    const read = environmentCredentials({ ...environment });
    expect(read()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
    expect(read()).toBe(read());
  });

  test.each([
    ['AWS_ACCESS_KEY_ID', 'accessKeyId'],
    ['AWS_SECRET_ACCESS_KEY', 'secretAccessKey'],
    ['AWS_SESSION_TOKEN', 'sessionToken'],
  ])('are read anew when %s has changed', (variable, field) => {
    const changing = { ...environment };
    const read = environmentCredentials(changing);
    const before = read();
    changing[variable] = 'new';
    expect(read()).toEqual({ ...before, [field]: 'new' });
  });

  test('need no session token', () => {
    expect(environmentCredentials({ ...environment, AWS_SESSION_TOKEN: '' })().sessionToken).toBeUndefined();
  });

  test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('are missing without %s, before and after', (variable) => {
    const message = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set';
    const changing = { ...environment };
    const read = environmentCredentials(changing);
    read();
    changing[variable] = '';
    expect(read).toThrow(message);
    expect(environmentCredentials({})).toThrow(message);
  });
});

describe('the endpoint', () => {
  const addressOf = (environment: Record<string, string>) =>
    dynamodbEndpoint({ AWS_REGION: 'eu-west-1', ...environment }).url.href;

  test('is the region’s own unless the environment names one', () => {
    expect(dynamodbEndpoint({ AWS_REGION: 'eu-west-1' })).toEqual({
      url: new URL('https://dynamodb.eu-west-1.amazonaws.com'),
      region: 'eu-west-1',
    });
    expect(addressOf({ AWS_ENDPOINT_URL: '' })).toBe('https://dynamodb.eu-west-1.amazonaws.com/');
  });

  test('of DynamoDB goes before that of all services', () => {
    const both = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2' };
    expect(addressOf(both)).toBe('http://127.0.0.1:2/');
    expect(addressOf({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })).toBe('http://127.0.0.1:1/');
  });

  test.each(['nowhere', 'ftp://127.0.0.1', 'http://127.0.0.1/prefix'])('%s is refused by name', (address) => {
    expect(() => addressOf({ AWS_ENDPOINT_URL: address })).toThrow(`must be http(s)://host[:port], got ${address}`);
  });

  test('needs a region', () => {
    expect(() => dynamodbEndpoint({})).toThrow('environment variables are missing: AWS_REGION');
  });
});
