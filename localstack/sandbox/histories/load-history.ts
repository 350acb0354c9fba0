import { createHash } from 'node:crypto';

import type { SandboxProvider } from '../account.ts';
import type { Play } from '../play.ts';
import { openExport } from './open-export.ts';
import type { ExportFile } from './open-export.ts';
import { isRow, parseJson, parseRows, textOf } from './parse-rows.ts';
import type { PlacedRow } from './parse-rows.ts';
import { isListenBrainzListen, readListenBrainzExport } from './read-listenbrainz-export.ts';
import { isSpotifyExtended, readSpotifyExtended } from './read-spotify-extended.ts';
import type { ReadHistory, ReadReport } from './read-spotify-extended.ts';
import { quoted, UnreadableHistory } from './unreadable-history.ts';

/** A person's own listening at one provider, as it was, at its own times. */
export interface LoadedHistory {
  readonly provider: SandboxProvider;
  /** The account's name in the export, when it tells one. */
  readonly accountName?: string;
  readonly plays: readonly Play[];
  readonly report: ReadReport;
  /** The same for the same content, whatever its path: by it a restart knows the history again. */
  readonly fingerprint: string;
}

interface ExportShape {
  readonly provider: SandboxProvider;
  isRow(row: PlacedRow['row']): boolean;
  read(rows: readonly PlacedRow[]): ReadHistory;
}

const shapes: readonly ExportShape[] = [
  { provider: 'spotify', isRow: isSpotifyExtended, read: readSpotifyExtended },
  { provider: 'listenbrainz', isRow: isListenBrainzListen, read: readListenBrainzExport },
];

/**
 * Reads a person's export: Spotify extended history (a `.json` file, a folder or a `.zip` of them) or a ListenBrainz
 * export (a `.zip`, a `.jsonl` or a `.json` file). Several paths are one history, provided they are of one provider.
 * Throws `UnreadableHistory` with the file and the offending value when it is missing, empty, no JSON or of unknown shape.
 */
export function loadHistory(path: string, ...morePaths: readonly string[]): LoadedHistory {
  const paths = [path, ...morePaths];
  const files = paths.flatMap(openExport);
  const contents = files.filter((file) => !isAccountFile(file));
  const rows = contents.flatMap((file) => checkedRows(file));
  const first = rows[0];
  if (!first) throw new UnreadableHistory(paths.join(', '), 'holds no play');
  const shape = first.shape;
  const other = rows.find((row) => row.shape !== shape);
  if (other) throw new UnreadableHistory(other.place, `is of ${other.shape.provider}, where ${shape.provider} began`);
  const { plays, report } = shape.read(rows);
  if (plays.length === 0) throw new UnreadableHistory(paths.join(', '), `holds no play in ${rows.length} rows`);
  const accountName = files.map(accountNameIn).find((name) => name !== undefined);
  const name = accountName === undefined ? {} : { accountName };
  return { provider: shape.provider, plays, report, fingerprint: fingerprintOf(plays), ...name };
}

function fingerprintOf(plays: readonly Play[]): string {
  const hash = createHash('sha256');
  for (const play of plays) hash.update(JSON.stringify(play));
  return hash.digest('hex');
}

/** A ListenBrainz export keeps the account's name in `user.json`, and beside its listens feedback and pins. */
function isAccountFile({ name }: ExportFile): boolean {
  return /(^|[\\/ ])(user\.json|feedback\.jsonl|pinned_recording\.jsonl)$/.test(name);
}

function accountNameIn(file: ExportFile): string | undefined {
  if (!/(^|[\\/ ])user\.json$/.test(file.name)) return undefined;
  const user = parseJson(file);
  return isRow(user) ? textOf(user['username']) : undefined;
}

function checkedRows(file: ExportFile): (PlacedRow & { readonly shape: ExportShape })[] {
  return parseRows(file).map((placed) => {
    const shape = shapes.find(({ isRow: isOfShape }) => isOfShape(placed.row));
    if (!shape) throw new UnreadableHistory(placed.place, unknownShape(placed.row));
    return { ...placed, shape };
  });
}

function unknownShape(row: PlacedRow['row']): string {
  const found = `it has ${quoted(Object.keys(row))}`;
  if ('endTime' in row && 'msPlayed' in row) {
    return `is Spotify account data, not the extended streaming history that Spotify sends on request (${found})`;
  }
  return `is neither a play of a Spotify extended history nor a ListenBrainz listen: ${found}`;
}
