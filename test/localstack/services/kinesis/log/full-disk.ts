/** A file system that fails when a test says so. */
import { realFiles, type Files } from '../../../../../localstack/services/kinesis/log/files.ts';

export interface FaultyFiles extends Files {
  /** Bytes that can still be written; undefined is as many as you like. */
  roomBytes: number | undefined;
  mayTruncate: boolean;
  writeCount: number;
}

export function faultyFiles(): FaultyFiles {
  const files: FaultyFiles = {
    ...realFiles,
    roomBytes: undefined,
    mayTruncate: true,
    writeCount: 0,
    write: (file, source, offset, length, position) => {
      files.writeCount += 1;
      const fitting = Math.min(length, files.roomBytes ?? length);
      if (fitting === 0 && length > 0) throw new Error('ENOSPC: no space left on device, write');
      if (files.roomBytes !== undefined) files.roomBytes -= fitting;
      return realFiles.write(file, source, offset, fitting, position);
    },
    truncate: (file, sizeBytes) => {
      if (!files.mayTruncate) throw new Error('EIO: i/o error, ftruncate');
      realFiles.truncate(file, sizeBytes);
    },
  };
  return files;
}
