/** The tags of topics. */
import type { Parameter } from '../../engine/validation.ts';
import { invalidParameter } from './errors.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export const tagList: Parameter = {
  type: 'list',
  member: { type: 'structure', members: { Key: { type: 'string' }, Value: { type: 'string' } } },
};

/** Throws when a key comes twice. */
export function readTags(tags: readonly Tag[]): Record<string, string> {
  const read = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(read).length < tags.length) throw invalidParameter('Duplicated keys are not allowed.');
  return read;
}

export function tagShapes(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
