/** Functions' code: unpacked once into a folder named for its hash, where a restart finds it again. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { unzipSync } from 'fflate';

import { invalidParameter } from './errors.ts';

/** Where code comes from: a zip archive's bytes, a local folder (an asset of a template), one file's text. */
export type CodeSource =
  | { readonly kind: 'zip'; readonly bytes: Buffer }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A folder that is run from where it lies, as it changes. */
  | { readonly kind: 'live'; readonly path: string };

export interface StoredCode {
  /** Base64, as AWS shows it. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Where the code lies, when it does not lie here. */
  readonly liveFolder?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#function-configuration-deployment-and-execution */
const unpackedBytesMax = 250 * 1024 * 1024;

export class CodeStore {
  readonly #folder: string;

  /** `folder` is the store's own. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps the code; the same code twice takes no more room. Throws AWS's refusal when it cannot be unpacked. */
  put(source: CodeSource): StoredCode {
    switch (source.kind) {
      case 'zip':
        return this.#keep(digest([['', source.bytes]]), source.bytes.length, (into) => unpack(source.bytes, into));
      case 'folder': {
        const files = readFiles(source.path);
        const sizeBytes = files.reduce((sum, [, bytes]) => sum + bytes.length, 0);
        return this.#keep(digest(files), sizeBytes, (into) => cpSync(source.path, into, { recursive: true }));
      }
      case 'live': {
        // Its hash names the folder, not what is in it: that may change at any time.
        const bytes = Buffer.from(source.path, 'utf8');
        return { sha256: digest([['', bytes]]), sizeBytes: 0, liveFolder: source.path };
      }
      case 'text': {
        const bytes = Buffer.from(source.text, 'utf8');
        return this.#keep(digest([['index.js', bytes]]), bytes.length, (into) =>
          writeFileSync(join(into, 'index.js'), bytes),
        );
      }
    }
  }

  /** The folder with the unpacked code. */
  folderOf(sha256: string): string {
    return join(this.#folder, Buffer.from(sha256, 'base64').toString('hex'));
  }

  /** Removes what no function uses any more. Only before any of it runs. */
  keepOnly(sha256s: Iterable<string>): void {
    const wanted = new Set([...sha256s].map((sha256) => this.folderOf(sha256)));
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      if (!wanted.has(path)) rmSync(path, { recursive: true, force: true });
    }
  }

  #keep(sha256: string, sizeBytes: number, fill: (folder: string) => void): StoredCode {
    const folder = this.folderOf(sha256);
    if (existsSync(folder)) return { sha256, sizeBytes };
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    try {
      fill(unfinished);
      renameSync(unfinished, folder);
    } catch (fault) {
      rmSync(unfinished, { recursive: true, force: true });
      throw fault;
    }
    return { sha256, sizeBytes };
  }
}

function digest(files: readonly (readonly [string, Buffer])[]): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of files) {
    // A zip's own hash is that of its bytes, as on AWS; a folder's is over names and contents.
    if (name) hash.update(`${name}\0${bytes.length}\0`);
    hash.update(bytes);
  }
  return hash.digest('base64');
}

function unpack(bytes: Buffer, into: string): void {
  let files: Record<string, Uint8Array>;
  let unpackedBytes = 0;
  try {
    files = unzipSync(bytes, { filter: ({ originalSize }) => (unpackedBytes += originalSize) <= unpackedBytesMax });
  } catch (fault) {
    throw invalidParameter(
      `Could not unzip uploaded file. Please check your file, then try to upload again. (${(fault as Error).message})`,
    );
  }
  if (unpackedBytes > unpackedBytesMax) {
    throw invalidParameter(`Unzipped size must be smaller than ${unpackedBytesMax} bytes`);
  }
  for (const [name, content] of Object.entries(files)) {
    const path = resolve(into, name);
    if (!path.startsWith(into + sep)) throw invalidParameter(`The archive holds a path outside of it: ${name}`);
    if (name.endsWith('/')) mkdirSync(path, { recursive: true });
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
}

function readFiles(folder: string): (readonly [string, Buffer])[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  const paths = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return paths.map((path) => [relative(folder, path).replaceAll(sep, '/'), readFileSync(path)]);
}
