/** No two paths of an update or projection may name the same place, or one a place inside the other's. */
import { type Path, pathText } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

export function checkNoOverlap(reader: TokenReader, paths: readonly Path[]): void {
  paths.forEach((path, index) => {
    for (const earlier of paths.slice(0, index)) checkPair(reader, earlier, path);
  });
}

function checkPair(reader: TokenReader, first: Path, second: Path): void {
  const remedy = `must remove or rewrite one of these paths; path one: ${pathText(first)}, path two: ${pathText(second)}`;
  for (let index = 0; index < Math.min(first.length, second.length); index++) {
    if (typeof first[index] !== typeof second[index]) {
      reader.problem(`Two document paths conflict with each other; ${remedy}`);
      return;
    }
    if (first[index] !== second[index]) return;
  }
  reader.problem(`Two document paths overlap with each other; ${remedy}`);
}
