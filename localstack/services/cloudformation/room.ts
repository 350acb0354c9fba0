/** What CloudFormation's operations share. */
import type { Deployer } from '../../template/deployer.ts';

export interface CloudformationRoom {
  readonly deployer: Deployer;
  /** The text of an object of this cloud's S3. */
  readonly readObject: ReadObject;
}

/** Rejects with `ValidationError` when there is no such object. */
export type ReadObject = (bucket: string, key: string) => Promise<string>;
