import type { Operation } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import type { CloudformationRoom } from './room.ts';

/** The names of the stacks that read an export. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html */
export function listImports({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: { ExportName: { type: 'string', required: true } },
    run({ ExportName }: { ExportName: string }) {
      const importers = deployer.stacks().filter(({ imports }) => imports.includes(ExportName));
      if (importers.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`);
      return { Imports: importers.map(({ stackName }) => stackName) };
    },
  };
}
