/** AWS::Lambda::EventInvokeConfig */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Properties, ResourceType } from '../../../engine/service.ts';
import { applyEventInvoke, eventInvokeParameters } from '../event-invoke-config.ts';
import type { EventInvokeInput } from '../event-invoke-config.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { readProperties } from './resource-input.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const eventInvokeConfigResource = ({ engine, functions }: LambdaRoom): ResourceType => {
  const put = (input: EventInvokeInput): void => {
    const record = functions.find(input.FunctionName, input.Qualifier);
    functions.setEventInvoke(record, applyEventInvoke({}, input, engine.clock.nowMs()));
  };
  return {
    properties: Object.keys(eventInvokeParameters),
    create: async (properties, scope) => {
      put(read(properties));
      return { physicalId: scope.generateName(64), attributes: {} };
    },
    update: async (physicalId, properties, previous) => {
      const given = read(properties);
      const before = read(previous);
      if (given.FunctionName !== before.FunctionName || given.Qualifier !== before.Qualifier) return 'replace';
      put(given);
      return { physicalId, attributes: {} };
    },
    delete: async (_, properties) => {
      try {
        const { FunctionName, Qualifier } = read(properties);
        functions.setEventInvoke(functions.find(FunctionName, Qualifier), undefined);
      } catch (fault) {
        // With the function its configuration went too.
        if (!(fault instanceof AwsError) || fault.code !== 'ResourceNotFoundException') throw fault;
      }
    },
  };
};

function read(properties: Properties): EventInvokeInput {
  return readProperties<EventInvokeInput>('AWS::Lambda::EventInvokeConfig', eventInvokeParameters, properties);
}
