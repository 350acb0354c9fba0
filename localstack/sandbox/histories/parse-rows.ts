import type { ExportFile } from './open-export.ts';
import { quoted, UnreadableHistory } from './unreadable-history.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A row of an export with the words by which an error names it. */
export interface PlacedRow {
  /** Such as `history.json, item 3` or `6.jsonl, line 12`. */
  readonly place: string;
  readonly row: Row;
}

/** A file's rows: the objects of a JSON array, or of JSON lines. Throws `UnreadableHistory` naming file, place and value. */
export function parseRows(file: ExportFile): PlacedRow[] {
  return file.isJsonLines ? parseLines(file) : parseArray(file);
}

/** A file's one JSON value. */
export function parseJson({ name, text }: ExportFile): unknown {
  if (text.trim() === '') throw new UnreadableHistory(name, 'is empty');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableHistory(name, `is not JSON: it begins with ${quoted(text.slice(0, 40))}`, cause);
  }
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseArray(file: ExportFile): PlacedRow[] {
  const value = parseJson(file);
  if (!Array.isArray(value)) throw new UnreadableHistory(file.name, `is not a list of plays, but ${quoted(value)}`);
  return value.map((row: unknown, index) => placed(file, `item ${index + 1}`, row));
}

function parseLines(file: ExportFile): PlacedRow[] {
  if (file.text.trim() === '') throw new UnreadableHistory(file.name, 'is empty');
  return file.text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    return [placed(file, `line ${index + 1}`, parseLine(file, line, index))];
  });
}

function parseLine({ name }: ExportFile, line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new UnreadableHistory(name, `line ${index + 1} is not JSON: ${quoted(line)}`, cause);
  }
}

function placed({ name }: ExportFile, place: string, row: unknown): PlacedRow {
  if (!isRow(row)) throw new UnreadableHistory(name, `${place} is not an object, but ${quoted(row)}`);
  return { place: `${name}, ${place}`, row };
}

/** A text that is there and not blank, else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
