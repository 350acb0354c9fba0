/** Tags of functions and event source mappings, by ARN. */
import type { LambdaRoom } from './lambda-room.ts';

const mappingPattern = /^arn:aws:lambda:[^:]+:[^:]+:event-source-mapping:(?<id>.+)$/u;

export function tagsOf({ functions, mappings }: LambdaRoom, arn: string): Readonly<Record<string, string>> {
  const id = mappingPattern.exec(arn)?.groups?.['id'];
  return id ? mappings.get(id).tags : functions.find(arn).tags;
}

/** Replaces all tags of the resource. */
export function writeTags(
  { functions, mappings }: LambdaRoom,
  arn: string,
  tags: Readonly<Record<string, string>>,
): void {
  const id = mappingPattern.exec(arn)?.groups?.['id'];
  if (id) mappings.tag(id, tags);
  else functions.save({ ...functions.latest(arn), tags });
}
