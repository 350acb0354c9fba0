/**
 * A CDK cloud assembly (`cdk.out`): its stacks in the order they can be deployed, and its file assets.
 * https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parseTemplate, type Template } from './template.ts';

export interface AssemblyStack {
  readonly stackName: string;
  /** The construct path in the app, for people. */
  readonly displayName: string;
  readonly template: Template;
  /** Published file assets: `<bucket>/<key>` → absolute path of a file or folder. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly displayName?: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: {
          readonly path?: string;
          readonly packaging?: string;
          readonly executable?: readonly string[];
        };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
  readonly dockerImages?: Readonly<Record<string, unknown>>;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Reads the assembly in `folder`. Throws a sentence that names the file when something is missing or is not an assembly. */
export function readAssembly(folder: string, place: Place): AssemblyStack[] {
  const manifestFile = join(folder, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new Error(
      `There is no cloud assembly in ${folder}: manifest.json is missing. Synthesize one first: npm run synth`,
    );
  }
  const { artifacts = {} } = JSON.parse(readFileSync(manifestFile, 'utf8')) as { artifacts?: Record<string, Artifact> };
  return deploymentOrder(artifacts).map((id) => readStack(folder, id, artifacts, place));
}

function readStack(folder: string, id: string, artifacts: Record<string, Artifact>, place: Place): AssemblyStack {
  const artifact = artifacts[id];
  const templateFile = artifact?.properties?.templateFile;
  if (!artifact || !templateFile) throw new Error(`${folder}: stack ${id} names no templateFile`);
  const assets = new Map<string, string>();
  for (const dependency of artifact.dependencies ?? []) {
    const file =
      artifacts[dependency]?.type === 'cdk:asset-manifest' ? artifacts[dependency].properties?.file : undefined;
    if (file) readAssets(folder, file, place, assets);
  }
  return {
    stackName: artifact.properties?.stackName ?? id,
    displayName: artifact.displayName ?? id,
    template: parseTemplate(readFileSync(join(folder, templateFile), 'utf8')),
    assets,
  };
}

function readAssets(folder: string, file: string, place: Place, assets: Map<string, string>): void {
  const manifest = JSON.parse(readFileSync(join(folder, file), 'utf8')) as AssetManifest;
  const images = Object.keys(manifest.dockerImages ?? {});
  if (images.length > 0) throw new Error(`${file}: container image assets are not supported (${images.join(', ')})`);
  for (const [id, { source, destinations }] of Object.entries(manifest.files ?? {})) {
    if (!source.path) throw new Error(`${file}: asset ${id} has no source path; executable assets are not supported`);
    for (const { bucketName, objectKey } of Object.values(destinations)) {
      assets.set(fillPlace(`${bucketName}/${objectKey}`, place), resolve(folder, source.path));
    }
  }
}

/** Fills the placeholders that the CDK leaves in the names of assets' destinations. */
export function fillPlace(text: string, { accountId, region }: Place): string {
  return text
    .replaceAll('${AWS::AccountId}', accountId)
    .replaceAll('${AWS::Region}', region)
    .replaceAll('${AWS::Partition}', 'aws');
}

function deploymentOrder(artifacts: Record<string, Artifact>): string[] {
  const ordered: string[] = [];
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact?.type !== 'aws:cloudformation:stack' || ordered.includes(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    ordered.push(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered;
}
