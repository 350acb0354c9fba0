import { findVersion } from './find-version.ts';
import type { S3State } from './state.ts';

/** S3, as those inside the cloud use it who read what a template points to: Lambda's code, a template itself. */
export interface ObjectDoor {
  /** The object's bytes. Throws NoSuchBucket, NoSuchKey or NoSuchVersion as GetObject does. */
  read(bucket: string, key: string, versionId?: string): Buffer;
}

export function openObjectDoor(state: S3State): ObjectDoor {
  return {
    read(bucket, key, versionId) {
      const { bodyId, sizeBytes } = findVersion(state, bucket, key, versionId);
      if (bodyId === null) throw new Error(`The object ${bucket}/${key} has no body`);
      return state.bodies.open(bodyId, { startByte: 0, endByte: sizeBytes }).readAll();
    },
  };
}
