import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type CreateStackCommandInput,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation';

import { cloudformationWorld } from './cloudformation-world.ts';

/** The world of one stack, `S`, whose operations are waited for. */
export function stackWorld() {
  const world = cloudformationWorld();
  const { client } = world;

  const create = async (TemplateBody: string, more: Partial<CreateStackCommandInput> = {}): Promise<string> => {
    const { StackId = '' } = await client.send(new CreateStackCommand({ StackName: 'S', TemplateBody, ...more }));
    await world.settled(more.StackName ?? 'S');
    return StackId;
  };

  const update = async (TemplateBody: string, more: Partial<UpdateStackCommandInput> = {}): Promise<void> => {
    await client.send(new UpdateStackCommand({ StackName: 'S', TemplateBody, ...more }));
    await world.settled('S');
  };

  const remove = async (StackName = 'S', RetainResources?: string[]): Promise<void> => {
    await client.send(new DeleteStackCommand({ StackName, RetainResources }));
    await world.settled('S');
  };

  const describeStack = async (StackName = 'S') => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0];
  };

  /** Oldest first: `<logical id> <status>`. */
  const eventLines = async (StackName = 'S'): Promise<string[]> => {
    const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
    return StackEvents.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`).toReversed();
  };

  return { ...world, create, update, remove, describeStack, eventLines };
}
