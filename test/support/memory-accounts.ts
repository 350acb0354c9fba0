import type { TokenRow, TokenSecrets } from '../../functions/accounts/domain/account.ts';
import type { TokenTable, TokenVault } from '../../functions/accounts/ports.ts';
import type { CrawlKey } from '../../functions/crawling/domain/crawl.ts';
import type { ProviderModule } from '../../functions/crawling/providers/provider.ts';

/** Called around each port call; what it throws, the call throws. */
export type Interrupt = (call: string, moment: 'before' | 'after') => void | Promise<void>;
/** Runs the effect of a port call with an interruption before and after it. */
export type PortCall = <Value>(name: string, effect: () => Value) => Promise<Value>;

/** The key of an account's row in the maps of the world. */
export const rowKey = ({ userId, provider }: CrawlKey): string => `${userId}/${provider}`;

/** The tokens' table in memory. */
export function memoryTokenTable(tokens: Map<string, TokenRow>, call: PortCall): TokenTable {
  const update = (key: CrawlKey, version: number, change: (row: TokenRow) => TokenRow | undefined): boolean => {
    const row = tokens.get(rowKey(key));
    const changed = row?.version === version ? change(row) : undefined;
    if (changed) tokens.set(rowKey(key), changed);
    return changed !== undefined;
  };
  return {
    read: (key) => call('tokens.read', () => tokens.get(rowKey(key))),
    replace: (key, { authorisedAt: _authorisedAt, ...granted }) =>
      call('tokens.replace', () => {
        const earlier = tokens.get(rowKey(key));
        tokens.set(rowKey(key), { ...key, ...granted, status: 'active', version: (earlier?.version ?? 0) + 1 });
        return earlier?.accountName;
      }),
    beginRefresh: (key, version, nowMs, refreshUntilMs) =>
      call('tokens.beginRefresh', () =>
        update(key, version, (row) =>
          row.refreshUntilMs !== undefined && row.refreshUntilMs > nowMs
            ? undefined
            : { ...row, version: version + 1, refreshUntilMs },
        ),
      ),
    storeRefreshed: (key, version, renewed) =>
      call('tokens.storeRefreshed', () =>
        update(key, version, ({ expiresAtMs: _expiresAtMs, refreshUntilMs: _refreshUntilMs, ...row }) => ({
          ...row,
          ...renewed,
          version: version + 1,
        })),
      ),
    setStatus: (key, version, status) =>
      call('tokens.setStatus', () => update(key, version, (row) => ({ ...row, status }))),
  };
}

/** A vault whose seal is bound to the account. */
export function memoryVault(call: PortCall): TokenVault {
  return {
    seal: (key, secrets) => call('vault.seal', () => sealed(key, secrets)),
    open: (key, ciphertext) => call('vault.open', () => opened(key, ciphertext)),
  };
}

/** Not a cipher: it binds the secrets to the account, as the real one does, and the wrong account does not open them. */
export const sealed = (key: CrawlKey, secrets: TokenSecrets): Uint8Array =>
  Buffer.from(`${rowKey(key)} ${JSON.stringify(secrets)}`).map((byte) => byte ^ 0x55);

export function opened(key: CrawlKey, ciphertext: Uint8Array): TokenSecrets {
  const text = Buffer.from(ciphertext.map((byte) => byte ^ 0x55)).toString('utf8');
  const prefix = `${rowKey(key)} `;
  if (!text.startsWith(prefix)) throw new Error(`these are not the tokens of ${rowKey(key)}`);
  return JSON.parse(text.slice(prefix.length)) as TokenSecrets;
}

/** The module with an interruption around each of its calls. */
export function watchedModule(module: ProviderModule, interrupt: Interrupt): ProviderModule {
  const flow = module.authorisationCode;
  const around = async <Value>(name: string, call: () => Promise<Value>): Promise<Value> => {
    await interrupt(name, 'before');
    const value = await call();
    await interrupt(name, 'after');
    return value;
  };
  return {
    ...module,
    fetchPage: (request) => around('provider.fetchPage', () => module.fetchPage(request)),
    ...(flow && {
      authorisationCode: {
        ...flow,
        exchangeCode: (request) => around('provider.exchangeCode', () => flow.exchangeCode(request)),
        refresh: (refreshToken) => around('provider.refresh', () => flow.refresh(refreshToken)),
        accountName: (accessToken) => around('provider.accountName', () => flow.accountName(accessToken)),
      },
    }),
  };
}
