/**
 * Policies that AWS manages, as far as roles of small applications use them. Others grant nothing here, and the log says so.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */

interface ManagedStatement {
  readonly actions: readonly string[];
  readonly notActions?: boolean;
}

const logging = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** Reading, as far as the services here go: AWS's own document names each action of each of its services. */
const reading = `
  apigateway:GET cloudformation:Describe* cloudformation:Get* cloudformation:List*
  dynamodb:BatchGet* dynamodb:Describe* dynamodb:Get* dynamodb:List* dynamodb:Query dynamodb:Scan
  ecr:BatchGet* ecr:Describe* ecr:Get* ecr:List* events:Describe* events:List* events:Test* iam:Get* iam:List*
  kinesis:Describe* kinesis:Get* kinesis:List* kms:Describe* kms:Get* kms:List* lambda:Get* lambda:List*
  logs:Describe* logs:FilterLogEvents logs:Get* logs:List* s3:Get* s3:List* scheduler:Get* scheduler:List*
  sns:Get* sns:List* sqs:Get* sqs:List* ssm:Describe* ssm:Get* ssm:List* sts:GetCallerIdentity`
  .trim()
  .split(/\s+/u);

const statements: Readonly<Record<string, ManagedStatement>> = {
  AdministratorAccess: { actions: ['*'] },
  PowerUserAccess: { actions: ['iam:*', 'organizations:*', 'account:*'], notActions: true },
  ReadOnlyAccess: { actions: reading },
  AWSCloudFormationFullAccess: { actions: ['cloudformation:*'] },
  // The role that the CDK deploys with has it.
  AWSCloudFormationReadOnlyAccess: {
    actions: [
      'cloudformation:Describe*',
      'cloudformation:EstimateTemplateCost',
      'cloudformation:Get*',
      'cloudformation:List*',
      'cloudformation:ValidateTemplate',
      'cloudformation:Detect*',
    ],
  },
  AmazonDynamoDBFullAccess: { actions: ['dynamodb:*'] },
  AmazonDynamoDBReadOnlyAccess: { actions: reading.filter((action) => action.startsWith('dynamodb:')) },
  AmazonKinesisFullAccess: { actions: ['kinesis:*'] },
  AmazonKinesisReadOnlyAccess: { actions: ['kinesis:Get*', 'kinesis:List*', 'kinesis:Describe*'] },
  AmazonS3FullAccess: { actions: ['s3:*', 's3-object-lambda:*'] },
  AmazonS3ReadOnlyAccess: { actions: ['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*'] },
  AmazonSNSFullAccess: { actions: ['sns:*'] },
  AmazonSQSFullAccess: { actions: ['sqs:*'] },
  AmazonSQSReadOnlyAccess: { actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:List*'] },
  AmazonSSMReadOnlyAccess: { actions: ['ssm:Describe*', 'ssm:Get*', 'ssm:List*'] },
  CloudWatchLogsFullAccess: { actions: ['logs:*', 'cloudwatch:GenerateQuery'] },
  'service-role/AWSLambdaBasicExecutionRole': { actions: logging },
  'service-role/AWSLambdaRole': { actions: ['lambda:InvokeFunction'] },
  'service-role/AWSLambdaKinesisExecutionRole': {
    actions: [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'kinesis:ListStreams',
      'kinesis:SubscribeToShard',
      ...logging,
    ],
  },
  'service-role/AWSLambdaSQSQueueExecutionRole': {
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...logging],
  },
  'service-role/AWSLambdaDynamoDBExecutionRole': {
    actions: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
      ...logging,
    ],
  },
  AWSXRayDaemonWriteAccess: { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:Get*'] },
};

const prefix = 'arn:aws:iam::aws:policy/';

/** The document of a policy that AWS manages; undefined when we do not have it. */
export function awsManagedPolicy(arn: string): string | undefined {
  const name = arn.slice(prefix.length);
  const statement = arn.startsWith(prefix) && Object.hasOwn(statements, name) ? statements[name] : undefined;
  if (!statement) return undefined;
  const { actions, notActions = false } = statement;
  const element = notActions ? { NotAction: actions } : { Action: actions };
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...element, Resource: '*' }] });
}
