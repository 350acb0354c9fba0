import type { World } from '../world/world.ts';

/** How far the bill may be from the model. */
const tolerance = 0.05;

/**
 * The bill is what the design costs, not what its retries cost. Where nothing failed it is the model's within 5 %; where
 * something did, writes are not above what the deliveries explain.
 */
export function checkBill({ run }: World): void {
  const { written, modelWritten, readForReplies, modelReadMin, modelReadMax, catalogueCallsInVain } = run.meter;
  if (written > modelWritten * (1 + tolerance))
    run.violate('the bill', `${written} write units where the deliveries explain ${modelWritten}`);
  if (run.faults.kinds.size > 0) return;
  if (written < modelWritten * (1 - tolerance))
    run.violate('the bill', `${written} write units where ${modelWritten} were expected`);
  if (readForReplies < modelReadMin * (1 - tolerance) || readForReplies > modelReadMax * (1 + tolerance))
    run.violate('the bill', `${readForReplies} read units where ${modelReadMin} to ${modelReadMax} were expected`);
  if (catalogueCallsInVain > 0)
    run.violate('the bill', `${catalogueCallsInVain} songs were asked for or offered in vain`);
}
