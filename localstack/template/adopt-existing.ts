/**
 * `ImportExistingResources`: a resource with a name of its own that is there already, and belongs to no stack, is taken
 * over instead of being made. `cdk bootstrap` asks for it, since its bucket outlives its stack.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
import { AwsError } from '../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../engine/service.ts';
import type { StackRecord } from './stack-record.ts';

/** How services say that a name is taken. */
const takenCode = /AlreadyExists|AlreadyOwnedByYou|ResourceInUse|NameExists|ConflictException/u;

export interface Adoption {
  readonly type: ResourceType;
  readonly typeName: string;
  readonly properties: Properties;
  readonly scope: ResourceScope;
  readonly stacks: readonly StackRecord[];
}

/** Makes the resource, or takes over the one that has its name. Rejects as `create` does when there is none to take over. */
export async function createOrAdopt(adoption: Adoption): Promise<Resource & { readonly isAdopted: boolean }> {
  const { type, properties, scope } = adoption;
  try {
    return { ...(await type.create(properties, scope)), isAdopted: false };
  } catch (fault) {
    if (!(fault instanceof AwsError && takenCode.test(fault.code))) throw fault;
    const adopted = await adopt(adoption);
    if (!adopted) throw fault;
    return { ...adopted, isAdopted: true };
  }
}

/** Brings what bears the name to the properties, as an update of a resource that has nothing yet would. */
async function adopt({ type, typeName, properties, scope, stacks }: Adoption): Promise<Resource | undefined> {
  const name = givenName(properties);
  if (name === undefined || isOwned(stacks, typeName, name)) return undefined;
  const outcome = await type.update(name, properties, properties, scope);
  return outcome === 'replace' ? undefined : outcome;
}

/** `BucketName`, `RepositoryName`, `Name`, …: the property that names the resource itself. */
function givenName(properties: Properties): string | undefined {
  const named = Object.entries(properties).filter(([property]) => /^[A-Za-z]*Name$/u.test(property));
  const [, name] = named[0] ?? [];
  return named.length === 1 && typeof name === 'string' ? name : undefined;
}

function isOwned(stacks: readonly StackRecord[], typeName: string, physicalId: string): boolean {
  return stacks.some(({ resources }) =>
    Object.values(resources).some((each) => each.type === typeName && each.physicalId === physicalId),
  );
}
