import type { Operation } from '../../engine/service.ts';
import type { CloudformationRoom } from './room.ts';

/** All in one page. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export function listExports({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {},
    run: () => ({
      Exports: deployer
        .stacks()
        .flatMap(({ stackId, outputs }) =>
          outputs
            .filter(({ exportName }) => exportName !== undefined)
            .map(({ exportName, value }) => ({ ExportingStackId: stackId, Name: exportName, Value: value })),
        ),
    }),
  };
}
