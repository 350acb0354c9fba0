import type { Operation } from '../../../engine/service.ts';
import { applyEventInvoke, eventInvokeParameters, showEventInvoke } from '../event-invoke-config.ts';
import type { EventInvokeInput } from '../event-invoke-config.ts';
import type { LambdaRoom } from '../lambda-room.ts';

/** Replaces the configuration. https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const putFunctionEventInvokeConfig = ({ engine, functions }: LambdaRoom): Operation => ({
  parameters: eventInvokeParameters,
  run: (input: EventInvokeInput) => {
    const record = functions.find(input.FunctionName, input.Qualifier);
    const eventInvokeConfig = applyEventInvoke({}, input, engine.clock.nowMs());
    return showEventInvoke(functions.setEventInvoke(record, eventInvokeConfig));
  },
});
