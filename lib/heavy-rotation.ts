import { App, DefaultStackSynthesizer, type AppProps, type IReusableStackSynthesizer } from 'aws-cdk-lib';

import type { StageConfig } from './config.ts';
import { ControlPlaneStack } from './control-plane-stack.ts';
import { ControlPlaneStoreStack } from './control-plane-store-stack.ts';
import { EventLogStack } from './event-log-stack.ts';
import { IngestionStack } from './ingestion-stack.ts';
import { ListenStoreStack } from './listen-store-stack.ts';
import { ProcessingStack } from './processing-stack.ts';
import { ServingStack } from './serving-stack.ts';

/** The whole product of one stage: what remembers first, then what works on it. */
export function heavyRotation(config: StageConfig, props: AppProps = {}): App {
  // The CDK CLI checks the version of the bootstrap stack by itself; without the rule the template needs no SSM.
  // Asserted, because CDK's classes miss its own interface by an `undefined` under exactOptionalPropertyTypes.
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IReusableStackSynthesizer;
  const app = new App({
    analyticsReporting: false,
    treeMetadata: false,
    defaultStackSynthesizer: synthesizer,
    ...props,
    context: { '@aws-cdk/aws-iam:minimizePolicies': true, ...props.context },
  });

  const controlPlaneStore = new ControlPlaneStoreStack(app, 'HeavyRotation-ControlPlaneStore', config);
  const eventLog = new EventLogStack(app, 'HeavyRotation-EventLog', config);
  const listenStore = new ListenStoreStack(app, 'HeavyRotation-ListenStore', config);

  new ControlPlaneStack(app, 'HeavyRotation-ControlPlane', config, controlPlaneStore);
  new IngestionStack(app, 'HeavyRotation-Ingestion', config, controlPlaneStore, eventLog);
  new ProcessingStack(app, 'HeavyRotation-Processing', config, eventLog, listenStore);
  new ServingStack(app, 'HeavyRotation-Serving', config, controlPlaneStore, listenStore);
  return app;
}
