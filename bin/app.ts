/**
 * The CDK app of one stage, chosen by HEAVY_ROTATION_STAGE (`local` when it is not set).
 * Under `cdk` the CLI says where the assembly goes; on its own (`npm run synth`) it goes to `cdk.out`.
 */
import { stages, type StageName } from '../lib/config.ts';
import { heavyRotation } from '../lib/heavy-rotation.ts';

const stageName = process.env['HEAVY_ROTATION_STAGE'] ?? 'local';

function isStageName(name: string): name is StageName {
  return Object.hasOwn(stages, name);
}

if (isStageName(stageName)) {
  heavyRotation(stages[stageName], { outdir: process.env['CDK_OUTDIR'] ?? 'cdk.out' }).synth();
} else {
  const known = Object.keys(stages).join(', ');
  console.error(`HEAVY_ROTATION_STAGE is ${JSON.stringify(stageName)}; the stages are: ${known}.`);
  process.exitCode = 1;
}
