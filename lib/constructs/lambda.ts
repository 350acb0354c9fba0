import { join } from 'node:path';

import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import type { FunctionSize, StageConfig } from '../config.ts';
import { FailureQueue } from './failure-queue.ts';
import { removalOf } from './removal.ts';

const root = join(import.meta.dirname, '..', '..');

/** Who is told when an asynchronous invocation is given up, after how many retries, or how late. */
type AsyncInvocation = {
  readonly failures: IQueue;
  readonly retriesMax: number;
  readonly eventAgeSecondsMax: number;
};

type LambdaProps<Environment> = {
  /** The entry file: `functions/<name>.ts`. The function is called `heavy-rotation-<name>`. */
  readonly name: string;
  /** One sentence for the console: what comes in and what goes out. */
  readonly description: string;
  /** Exactly the variables of the entry file's contract: one too many, or misspelt, does not compile. */
  readonly environment: Environment;
  readonly size: FunctionSize;
  readonly config: StageConfig;
  /** Only for a function that is invoked asynchronously. */
  readonly asyncInvocation?: AsyncInvocation;
};

/**
 * The one way a function is made: Node.js 24 on arm64, one ES module that carries its AWS SDK, a log group that expires,
 * and a role that may write that log and nothing else until a stack grants more.
 */
export class Lambda<Environment extends { readonly [Name in keyof Environment]: string }> extends NodejsFunction {
  constructor(scope: Construct, id: string, props: LambdaProps<Environment>) {
    const { name, description, environment, size, config, asyncInvocation } = props;
    const functionName = `heavy-rotation-${name}`;
    const logGroup = new LogGroup(scope, `${id}Log`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: config.logRetentionDays,
      removalPolicy: removalOf(config),
    });
    // Our own role, because the managed policy that CDK would attach may write, and create, every log group.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      functionName,
      description,
      role,
      logGroup,
      entry: join(root, 'functions', `${name}.ts`),
      projectRoot: root,
      depsLockFilePath: join(root, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: size.memoryMegabytes,
      timeout: Duration.seconds(size.timeoutSeconds),
      tracing: config.isTraced ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: { ...environment },
      // SDK v3 keeps connections alive by itself; the variable that CDK would add belongs to v2.
      awsSdkConnectionReuse: false,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        // ES modules first: they bundle without a `require`, and lose what is not used.
        mainFields: ['module', 'main'],
        // What runs is what package-lock.json pins, not what the runtime brings this month.
        bundleAwsSDK: true,
        logLevel: LogLevel.WARNING,
      },
      ...(asyncInvocation && {
        retryAttempts: asyncInvocation.retriesMax,
        maxEventAge: Duration.seconds(asyncInvocation.eventAgeSecondsMax),
        onFailure: new FailureQueue(asyncInvocation.failures),
      }),
    });
  }
}
