/** What the operations of S3 share. */
import type { Engine } from '../../engine/service.ts';
import { Bodies } from './store/bodies.ts';
import { Buckets } from './store/buckets.ts';
import { Uploads, uploadsSchema } from './store/uploads.ts';
import { Versions, versionsSchema } from './store/versions.ts';

export interface S3State {
  readonly engine: Engine;
  readonly buckets: Buckets;
  readonly versions: Versions;
  readonly uploads: Uploads;
  readonly bodies: Bodies;
}

/** Opens the buckets and objects that the state folder remembers, and removes what a kill has left half-written. */
export function openS3State(engine: Engine): S3State {
  const database = engine.state.database('s3');
  database.exec(versionsSchema + uploadsSchema);
  const bodies = new Bodies(database, engine.state.subfolder('s3'));
  bodies.sweep();
  const versions = new Versions(database, bodies);
  return { engine, buckets: new Buckets(engine), versions, uploads: new Uploads(database, bodies), bodies };
}
