/**
 * Property tests draw the same cases on every run; `SEED=… npm test` draws others. Imported for its effect by each file
 * of property tests; a failure prints the seed and the path to the smallest case.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_120) });
