import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';

const cacheMinutes = 1440;

export const describeEndpoints = ({ engine }: Room): Operation => ({
  parameters: {},
  run: () => ({ Endpoints: [{ Address: new URL(engine.endpointUrl()).host, CachePeriodInMinutes: cacheMinutes }] }),
});
