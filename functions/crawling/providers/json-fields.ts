/** Readers of foreign JSON: what is missing or of another kind is simply absent, and unknown fields are not looked at. */

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object; of anything else, none. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The items of an array; of anything else, none. */
export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

type Present<Optional extends object> = { [Key in keyof Optional]?: Exclude<Optional[Key], undefined> };

/** Leaves out the keys whose value is undefined, so that optional properties are absent instead. */
export const present = <Optional extends object>(fields: Optional): Present<Optional> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Optional>;
