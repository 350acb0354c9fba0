/** Amazon S3, as far as assets and objects need it. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Engine, HttpRequest, HttpResponse, Service } from '../../engine/service.ts';
import { dispatch } from './dispatch.ts';
import { ObjectStore } from './object-store.ts';
import { bucketResource } from './resources.ts';
import { checkPresigned, parseS3Request } from './s3-request.ts';
import type { XmlObject } from './xml-response.ts';
import { xmlResponse } from './xml-response.ts';

export function createS3(engine: Engine): Service {
  const store = new ObjectStore(engine);
  return {
    name: 's3',
    protocol: { kind: 'http', handle: async (request, { requestId }) => handle(store, request, requestId) },
    operations: {},
    resources: { 'AWS::S3::Bucket': bucketResource(store) },
    start: () => store.sweep(),
  };
}

function handle(store: ObjectStore, request: HttpRequest, requestId: string): HttpResponse {
  try {
    checkPresigned(request, store.engine.clock.nowMs());
    return dispatch(store, parseS3Request(request));
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    // A HEAD has no body to say more in.
    if (request.method === 'HEAD') return { statusCode: fault.statusCode, headers: {}, body: '' };
    const members = fault.members as XmlObject;
    const body = { Code: fault.code, Message: fault.message, ...members, RequestId: requestId };
    return xmlResponse('Error', body, fault.statusCode);
  }
}
