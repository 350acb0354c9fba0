import type { Operation } from '../../../engine/service.ts';
import { readObject, readParameters, type ReadObject } from '../read-object.ts';
import type { S3State } from '../state.ts';

export function headObject(state: S3State): Operation {
  return { parameters: readParameters, run: (input: ReadObject) => readObject(state, input).output };
}
