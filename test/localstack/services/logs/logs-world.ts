/** A CloudWatch Logs of its own on a virtual clock, with an SDK client that talks to it in process. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createLogs } from '../../../../localstack/services/logs/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export function logsWorld() {
  const state = temporaryState();
  const engine = testEngine(state);
  const service = createLogs(engine);
  void service.start?.();
  const { clientOptions, call } = inProcess([service]);
  const client = new CloudWatchLogsClient(clientOptions);
  return {
    engine,
    clock: engine.clock,
    service,
    door: service.door,
    client,
    call,
    restart: () => {
      void service.stop?.();
      const again = createLogs(engine);
      return { service: again, client: new CloudWatchLogsClient(inProcess([again]).clientOptions) };
    },
    close: () => {
      void service.stop?.();
      state.close();
    },
    make: async (group: string, ...streams: string[]) => {
      await client.send(new CreateLogGroupCommand({ logGroupName: group }));
      for (const stream of streams) {
        await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }));
      }
    },
    put: (group: string, stream: string, ...logEvents: { timestamp: number; message: string }[]) =>
      client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents })),
  };
}

export type LogsWorld = ReturnType<typeof logsWorld>;
