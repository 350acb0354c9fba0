import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { showAlias } from '../versions.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';
import { cutPage, pageParameters } from './page.ts';
import type { PageInput } from './page.ts';

const pageSizeMax = 50;

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const listAliases = ({ functions }: LambdaRoom): Operation => ({
  parameters: { ...addressing, ...pageParameters, FunctionVersion: { type: 'string' } },
  run: (input: Addressed & PageInput & { readonly FunctionVersion?: string }) => {
    const { FunctionName, FunctionVersion: version } = input;
    const aliases = functions.versions
      .aliasesOf(functions.latest(FunctionName).name)
      .filter((alias) => version === undefined || alias.version === version);
    const { entries, next } = cutPage(aliases, ({ name }) => name, input, pageSizeMax);
    return { Aliases: entries.map(showAlias), ...next };
  },
});
