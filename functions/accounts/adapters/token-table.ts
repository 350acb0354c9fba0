import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { AccountKey, TokenFacts, TokenRow, TokenStatus } from '../domain/account.ts';
import type { TokenTable } from '../ports.ts';

type Item = Readonly<Record<string, AttributeValue>>;

const keyOf = ({ userId, provider }: AccountKey) => ({ user_id: { S: userId }, provider: { S: provider } });

const statuses: readonly string[] = ['active', 'suspect', 'needs_reauth'] satisfies readonly TokenStatus[];

function rowOf(key: AccountKey, item: Item): TokenRow {
  const status = item['status']?.S ?? '';
  const ciphertext = item['ciphertext']?.B;
  const version = Number(item['version']?.N);
  if (!statuses.includes(status) || !ciphertext || !Number.isSafeInteger(version))
    throw new Error(`the token row of ${key.userId}/${key.provider} must have status, ciphertext and version`);
  const scope = item['scope']?.S;
  const expiresAt = item['token_expires_at']?.S;
  const refreshUntil = item['refresh_until']?.N;
  return {
    ...key,
    status: status as TokenStatus,
    ciphertext,
    version,
    accountName: item['account_name']?.S ?? '',
    ...(scope === undefined ? {} : { scope }),
    ...(expiresAt === undefined ? {} : { expiresAtMs: Date.parse(expiresAt) }),
    ...(refreshUntil === undefined ? {} : { refreshUntilMs: Number(refreshUntil) }),
  };
}

/** What an update does to a row: attributes to set, by their expression, and attributes to remove. */
type Changes = { readonly sets: string[]; readonly removes: string[]; readonly values: Record<string, AttributeValue> };

/** The tokens of a grant. An expiry that the provider does not name any more goes; a scope that it does not repeat stays. */
function tokenChanges({ ciphertext, expiresAtMs, scope }: TokenFacts): Changes {
  const changes: Changes = {
    sets: ['ciphertext = :ciphertext'],
    removes: ['refresh_until'],
    values: { ':ciphertext': { B: ciphertext } },
  };
  if (expiresAtMs === undefined) changes.removes.push('token_expires_at');
  else {
    changes.sets.push('token_expires_at = :expires');
    changes.values[':expires'] = { S: new Date(expiresAtMs).toISOString() };
  }
  if (scope !== undefined) {
    changes.sets.push('#scope = :scope');
    changes.values[':scope'] = { S: scope };
  }
  return changes;
}

/** Expression names for those attributes that are reserved words, as far as the expressions use them. */
const namesIn = (...expressions: readonly string[]) =>
  Object.fromEntries(
    ['status', 'scope', 'version'].flatMap((name) =>
      expressions.some((expression) => expression.includes(`#${name}`)) ? [[`#${name}`, name]] : [],
    ),
  );

type Table = { readonly client: DynamoDBClient; readonly tableName: string };

/** Updates the row if it still has this version, and whatever else must hold; false when not. */
async function updateIf(
  { client, tableName }: Table,
  key: AccountKey,
  version: number,
  { sets, removes, values }: Changes,
  alsoIf = '',
): Promise<boolean> {
  const update = `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`;
  const condition = `#version = :version${alsoIf}`;
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(key),
        UpdateExpression: update,
        ConditionExpression: condition,
        ExpressionAttributeNames: namesIn(update, condition),
        ExpressionAttributeValues: { ...values, ':version': { N: String(version) } },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Writes the tokens of a new grant over the row, whatever it is; gives the account name that was there before. */
async function replaceTokens(
  { client, tableName }: Table,
  key: AccountKey,
  { accountName, authorisedAt, ...tokens }: Parameters<TokenTable['replace']>[1],
): Promise<string | undefined> {
  const { sets, removes, values } = tokenChanges(tokens);
  sets.push('#status = :active', 'account_name = :name', 'authorised_at = :authorised');
  sets.push('#version = if_not_exists(#version, :zero) + :one');
  // A new grant has the scope it names and no other.
  if (tokens.scope === undefined) removes.push('#scope');
  const update = `SET ${sets.join(', ')} REMOVE ${removes.join(', ')}`;
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: keyOf(key),
      UpdateExpression: update,
      ExpressionAttributeNames: namesIn(update),
      ExpressionAttributeValues: {
        ...values,
        ':active': { S: 'active' },
        ':name': { S: accountName },
        ':authorised': { S: authorisedAt },
        ':zero': { N: '0' },
        ':one': { N: '1' },
      },
      ReturnValues: 'ALL_OLD',
    }),
  );
  return Attributes?.['account_name']?.S;
}

/**
 * Tokens on their DynamoDB table. `refresh_until` is a lease beside the tokens: who renews them says so before using a
 * refresh token that may be good only once.
 */
export function tokenTable(client: DynamoDBClient, tableName: string): TokenTable {
  const table: Table = { client, tableName };
  return {
    async read(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true }),
      );
      return Item && rowOf(key, Item);
    },

    replace: (key, tokens) => replaceTokens(table, key, tokens),

    beginRefresh: (key, version, nowMs, refreshUntilMs) =>
      updateIf(
        table,
        key,
        version,
        {
          sets: ['#version = :next', 'refresh_until = :until'],
          removes: [],
          values: {
            ':next': { N: String(version + 1) },
            ':until': { N: String(refreshUntilMs) },
            ':now': { N: String(nowMs) },
          },
        },
        ' AND (attribute_not_exists(refresh_until) OR refresh_until <= :now)',
      ),

    storeRefreshed(key, version, tokens) {
      const { sets, removes, values } = tokenChanges(tokens);
      const next = { ':next': { N: String(version + 1) } };
      const changes = { sets: [...sets, '#version = :next'], removes, values: { ...values, ...next } };
      return updateIf(table, key, version, changes);
    },

    setStatus: (key, version, status) =>
      updateIf(table, key, version, {
        sets: ['#status = :status'],
        removes: [],
        values: { ':status': { S: status } },
      }),
  };
}
