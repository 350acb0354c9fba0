import type { Operation } from '../../../engine/service.ts';
import { applyEventInvoke, eventInvokeParameters, showEventInvoke } from '../event-invoke-config.ts';
import type { EventInvokeInput } from '../event-invoke-config.ts';
import type { LambdaRoom } from '../lambda-room.ts';

/** Changes what is given. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export const updateFunctionEventInvokeConfig = ({ engine, functions }: LambdaRoom): Operation => ({
  parameters: eventInvokeParameters,
  run: (input: EventInvokeInput) => {
    const record = functions.find(input.FunctionName, input.Qualifier);
    showEventInvoke(record); // Refuses when there is nothing to update.
    const eventInvokeConfig = applyEventInvoke(record.eventInvokeConfig ?? {}, input, engine.clock.nowMs());
    return showEventInvoke(functions.setEventInvoke(record, eventInvokeConfig));
  },
});
