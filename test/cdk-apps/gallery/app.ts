/**
 * What the product's own app does not use, a stack for each, so that each says for itself whether the local cloud
 * hosts it: a FIFO queue, a function behind a table's stream, a bucket that tells a queue, and a topic with two readers.
 */
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, type ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';

const app = new App();

const ordered = new Stack(app, 'Gallery-Ordered');
new Queue(ordered, 'Visitors', { queueName: 'gallery-visitors.fifo', fifo: true, contentBasedDeduplication: true });

const watched = new Stack(app, 'Gallery-Watched');
const pictures = new Table(watched, 'Pictures', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  stream: StreamViewType.NEW_AND_OLD_IMAGES,
  removalPolicy: RemovalPolicy.DESTROY,
});
const index = new Function(watched, 'Index', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async ({ Records }) => Records.length;'),
});
// The cast: the CDK's own types do not hold under exactOptionalPropertyTypes.
index.addEventSource(new DynamoEventSource(pictures as ITable, { startingPosition: StartingPosition.TRIM_HORIZON }));

const uploads = new Stack(app, 'Gallery-Uploads');
const uploaded = new Queue(uploads, 'Uploaded');
const originals = new Bucket(uploads, 'Originals', { removalPolicy: RemovalPolicy.DESTROY });
originals.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(uploaded));

const openings = new Stack(app, 'Gallery-Openings');
const opening = new Topic(openings, 'Opening', { topicName: 'gallery-opening' });
opening.addSubscription(new SqsSubscription(new Queue(openings, 'Press', { queueName: 'gallery-press' })));
opening.addSubscription(new SqsSubscription(new Queue(openings, 'Friends', { queueName: 'gallery-friends' })));

app.synth();
