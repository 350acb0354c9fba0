import { AwsError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import { malformedXml } from '../errors.ts';
import type { S3State } from '../state.ts';
import { removeObject } from './delete-object.ts';

interface ObjectIdentifier {
  readonly Key: string;
  readonly VersionId?: string;
  readonly ETag?: string;
}

interface DeleteObjects {
  readonly Bucket: string;
  readonly Delete: { readonly Objects: readonly ObjectIdentifier[]; readonly Quiet?: boolean };
}

/** Deletes up to 1,000 objects, each by itself: one that fails does not keep the others. */
export function deleteObjects(state: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Delete: {
        type: 'structure',
        required: true,
        members: {
          Quiet: { type: 'boolean' },
          Objects: {
            type: 'list',
            required: true,
            member: {
              type: 'structure',
              members: {
                Key: { type: 'string', required: true },
                VersionId: { type: 'string' },
                ETag: { type: 'string' },
              },
            },
          },
        },
      },
    },
    run({ Bucket, Delete: { Objects, Quiet = false } }: DeleteObjects) {
      state.buckets.get(Bucket);
      if (Objects.length === 0 || Objects.length > 1000) throw malformedXml();
      const results = Objects.map((each) => deleteOne(state, Bucket, each));
      const Deleted = results.filter((result) => !('Code' in result));
      const Errors = results.filter((result) => 'Code' in result);
      return { ...(!Quiet && { Deleted }), ...(Errors.length > 0 && { Errors }) };
    },
  };
}

function deleteOne(state: S3State, Bucket: string, { Key, VersionId, ETag }: ObjectIdentifier) {
  const condition = ETag === undefined ? {} : { IfMatch: ETag };
  try {
    const deleted = removeObject(state, { Bucket, Key, ...(VersionId !== undefined && { VersionId }), ...condition });
    return {
      Key,
      VersionId,
      DeleteMarker: deleted.DeleteMarker,
      ...(deleted.DeleteMarker === true && { DeleteMarkerVersionId: deleted.VersionId }),
    };
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    return { Key, VersionId, Code: fault.code, Message: fault.message };
  }
}
