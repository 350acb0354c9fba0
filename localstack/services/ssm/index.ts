import type { KeyDoor } from '../../engine/doors.ts';
/** AWS Systems Manager, its Parameter Store. */
import type { Engine, Service } from '../../engine/service.ts';
import { deleteParameter, deleteParameters } from './delete-parameters.ts';
import { describeParameters } from './describe-parameters.ts';
import { getParameter, getParameters, getParametersByPath } from './get-parameters.ts';
import { ParameterStore } from './parameter-store.ts';
import { putParameter } from './put-parameter.ts';
import { parameterResource } from './resources.ts';
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './tags.ts';

/** `keys` is KMS, for secure parameters. */
export function createSsm(engine: Engine, keys: KeyDoor): Service {
  const store = new ParameterStore(engine, keys);
  return {
    name: 'ssm',
    protocol: { kind: 'json', version: '1.1', targetPrefix: 'AmazonSSM' },
    operations: {
      AddTagsToResource: addTagsToResource(store),
      DeleteParameter: deleteParameter(store),
      DeleteParameters: deleteParameters(store),
      DescribeParameters: describeParameters(store),
      GetParameter: getParameter(store),
      GetParameters: getParameters(store),
      GetParametersByPath: getParametersByPath(store),
      ListTagsForResource: listTagsForResource(store),
      PutParameter: putParameter(store),
      RemoveTagsFromResource: removeTagsFromResource(store),
    },
    resources: { 'AWS::SSM::Parameter': parameterResource },
  };
}
