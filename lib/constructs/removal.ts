import { RemovalPolicy } from 'aws-cdk-lib';

import type { StageConfig } from '../config.ts';

/** What becomes of something that remembers when its stack goes. */
export function removalOf({ keepData }: Pick<StageConfig, 'keepData'>): RemovalPolicy {
  return keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
