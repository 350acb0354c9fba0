/**
 * Hot reload: a function whose code stays in the folder where somebody works on it. It is deployed as LocalStack has it:
 * `S3Bucket: 'hot-reload'` and the folder's absolute path as `S3Key`. Its next invocation after a change runs the new code.
 */
import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

import { invalidParameter } from './errors.ts';

/** The name of a bucket that is none. */
export const hotReloadBucket = 'hot-reload';

/** The folder that a hot-reloaded function's key names; throws Lambda's refusal when it is none. */
export function liveFolderOf(key: string): string {
  const isFolder = isAbsolute(key) && statSync(key, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder)
    throw invalidParameter(`The key of a hot-reloaded function is the absolute path of a folder, not '${key}'`);
  return key;
}

/**
 * A text that is another one when a file in the folder has changed. Looks at each file's size and time, which takes
 * microseconds for a bundle; `node_modules` is left out, for what lies there changes with an installation.
 */
export function fingerprintOf(folder: string): string {
  const lines: string[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') visit(inner);
      const stat = entry.isFile() ? statSync(inner, { throwIfNoEntry: false }) : undefined;
      if (stat) lines.push(`${inner}\0${stat.mtimeMs}\0${stat.size}`);
    }
  };
  visit(folder);
  return lines.join('\n');
}
