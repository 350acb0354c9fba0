/**
 * A small app of plain constructs, for the CDK CLI to deploy to the local cloud: every minute a rule has a function
 * greet; greetings go to a table, and what cannot be done to a queue.
 *
 * `GREET_MEMORY_MB` is the function's memory, `RETENTION_DAYS` how long the queue keeps messages.
 */
import { join } from 'node:path';

import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const retention = Duration.days(Number(process.env['RETENTION_DAYS'] ?? '4'));

const app = new App();

const memory = new Stack(app, 'Reminders-Memory', { description: 'What is remembered.' });
const greetings = new Table(memory, 'Greetings', {
  partitionKey: { name: 'name', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  removalPolicy: RemovalPolicy.DESTROY,
});

const work = new Stack(app, 'Reminders-Work', { description: 'Who greets, and when.' });
const undone = new Queue(work, 'Undone', { retentionPeriod: retention });
const greet = new Function(work, 'Greet', {
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
  handler: 'index.handler',
  code: Code.fromAsset(join(import.meta.dirname, 'greet')),
  timeout: Duration.seconds(5),
  memorySize: Number(process.env['GREET_MEMORY_MB'] ?? '128'),
  environment: { GREETINGS_TABLE: greetings.tableName, UNDONE_QUEUE_URL: undone.queueUrl },
});
greetings.grantWriteData(greet);
undone.grantSendMessages(greet);
new Rule(work, 'EveryMinute', {
  schedule: Schedule.rate(Duration.minutes(1)),
  targets: [new LambdaFunction(greet)],
});
new CfnOutput(work, 'GreetFunction', { value: greet.functionName });
new CfnOutput(work, 'UndoneQueueUrl', { value: undone.queueUrl });

app.synth();
