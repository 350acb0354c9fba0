import type { Operation } from '../../../engine/service.ts';
import { readObject, readParameters, type ReadObject } from '../read-object.ts';
import type { S3State } from '../state.ts';

/** Answers `Body` as `StoredBytes`, to be read once. */
export function getObject(state: S3State): Operation {
  return {
    parameters: readParameters,
    run(input: ReadObject) {
      const { version, range, output } = readObject(state, input);
      if (version.bodyId === null) throw new Error(`The object ${input.Bucket}/${input.Key} has no body`);
      return { ...output, Body: state.bodies.open(version.bodyId, range) };
    },
  };
}
