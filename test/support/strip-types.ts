/** Jest transform: Node's own type stripping. Columns and lines are kept, so no source map is needed. */
import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';

const strip = (source: string) => ({ code: stripTypeScriptTypes(source) });

export default {
  process: strip,
  processAsync: async (source: string) => strip(source),
  getCacheKey: (source: string, path: string, { instrument }: { instrument: boolean }) =>
    createHash('sha1').update([process.version, path, instrument, source].join('\0')).digest('hex'),
};
