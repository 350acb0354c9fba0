import type { Operation } from '../../../engine/service.ts';
import { latestVersion } from '../function-name.ts';
import { showFunction } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';
import { cutPage, pageParameters } from './page.ts';
import type { PageInput } from './page.ts';

const pageSizeMax = 50;

/** `$LATEST` first, then versions by number. https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction = ({ functions }: LambdaRoom): Operation => ({
  parameters: { ...addressing, ...pageParameters },
  run: (input: Addressed & PageInput) => {
    const latest = functions.latest(input.FunctionName);
    const published = functions.versions.of(latest.name).map((record) => ({ ...record, qualifier: record.version }));
    const records = [{ ...latest, qualifier: latestVersion }, ...published];
    const keyed = records.map((record, index) => ({ key: String(index).padStart(9, '0'), record }));
    const { entries, next } = cutPage(keyed, ({ key }) => key, input, pageSizeMax);
    return { Versions: entries.map(({ record }) => showFunction(record)), ...next };
  },
});
