/** The house rules that no linter knows: which room may look into which, what may be at the top, how things are called. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';

import { expect, test } from '@jest/globals';

interface Import {
  readonly from: string;
  /** A path in this repository, or a package's name, or `node:` and a module. */
  readonly to: string;
  readonly isTypeOnly: boolean;
}

const files = globSync('{bin,lib,functions,localstack,test}/**/*.ts', {
  exclude: (name) => name.includes('node_modules'),
}).map((file) => file.replaceAll('\\', '/'));

const statement = /^\s*(?:import|export)\s+(?<type>type\s)?(?:[^'";]*?\sfrom\s+)?['"](?<to>[^'"]+)['"]/gmu;

const imports: readonly Import[] = files.flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(statement)].map(({ groups }) => {
    const to = groups?.['to'] ?? '';
    const isPath = to.startsWith('.');
    return {
      from,
      to: isPath ? normalize(join(dirname(from), to)).replaceAll('\\', '/') : to,
      isTypeOnly: groups?.['type'] !== undefined,
    };
  }),
);

const isPackage = ({ to }: Import): boolean => !existsSync(to) && !/^(?:bin|lib|functions|localstack|test)\//u.test(to);
const show = ({ from, to }: Import): string => `${from} -> ${to}`;
const offences = (from: RegExp, isAllowed: (each: Import) => boolean): string[] =>
  imports.filter((each) => from.test(each.from) && !isAllowed(each)).map(show);

test('there are imports to look at', () => {
  expect(imports.length).toBeGreaterThan(500);
});

test('the operator sees the app, the cloud and the types of functions', () => {
  expect(
    offences(
      /^bin\//u,
      (each) =>
        isPackage(each) ||
        /^(?:bin|lib|localstack)\//u.test(each.to) ||
        (each.to.startsWith('functions/') && each.isTypeOnly),
    ),
  ).toEqual([]);
});

test('what AWS should build sees only the types of what runs there', () => {
  expect(
    offences(
      /^lib\//u,
      (each) => isPackage(each) || each.to.startsWith('lib/') || (each.to.startsWith('functions/') && each.isTypeOnly),
    ),
  ).toEqual([]);
});

test('functions see only functions', () => {
  expect(offences(/^functions\//u, (each) => isPackage(each) || each.to.startsWith('functions/'))).toEqual([]);
});

test('the local cloud does not know its tenants', () => {
  expect(offences(/^localstack\//u, (each) => isPackage(each) || each.to.startsWith('localstack/'))).toEqual([]);
});

test('the local cloud does not use the SDK of the cloud that it stands in for', () => {
  expect(offences(/^localstack\//u, ({ to }) => !/^(?:@aws-sdk|aws-cdk-lib|@middy)/u.test(to))).toEqual([]);
});

test('a domain sees domains and results, and nothing of the world', () => {
  expect(
    offences(
      /^functions\/[^/]+\/domain\//u,
      ({ to }) => /^functions\/[^/]+\/domain\//u.test(to) || to === 'functions/shared/result.ts',
    ),
  ).toEqual([]);
});

test('use cases know no AWS SDK and no adapter', () => {
  const isUseCase = /^functions\/(?!shared\/)[^/]+\/[^/]+\.ts$/u;
  expect(offences(isUseCase, ({ to }) => !to.startsWith('@aws-sdk') && !to.includes('/adapters/'))).toEqual([]);
});

test('adapters serve ports: only entry files and adapters know them', () => {
  const seen = imports.filter(({ to }) => /^functions\/.*\/adapters\//u.test(to));
  const strangers = seen.filter(
    ({ from }) => !/^functions\/[^/]+\.ts$/u.test(from) && !from.includes('/adapters/') && !from.startsWith('test/'),
  );
  expect(strangers.map(show)).toEqual([]);
});

test('a deployed function is a file at the top of functions, and nobody imports one but for its types', () => {
  const seen = imports.filter(({ to, isTypeOnly }) => /^functions\/[^/]+\.ts$/u.test(to) && !isTypeOnly);
  expect(seen.filter(({ from }) => !from.startsWith('test/')).map(show)).toEqual([]);
});

test('services of the cloud reach each other through doors, not through walls', () => {
  const walls = imports.filter(({ from, to }) => {
    const [own, other] = [from, to].map(
      (path) => /^localstack\/services\/(?<name>[^/]+)\//u.exec(path)?.groups?.['name'],
    );
    return own !== undefined && other !== undefined && own !== other;
  });
  expect(walls.map(show)).toEqual([]);
});

test('nobody imports a test or an operator’s command', () => {
  expect(imports.filter(({ from, to }) => to.startsWith('test/') && !from.startsWith('test/')).map(show)).toEqual([]);
  expect(imports.filter(({ from, to }) => to.startsWith('bin/') && !/^(?:bin|test)\//u.test(from)).map(show)).toEqual(
    [],
  );
});

test('Node’s own modules are imported by their full name', () => {
  const bare = imports.filter(({ to }) => !to.startsWith('node:') && builtinModules.includes(to));
  expect(bare.map(show)).toEqual([]);
});

test('names say what a thing is', () => {
  const drawers = files.filter((file) => /(?:^|[/-])(?:utils?|helpers?|managers?|common|misc)(?:[/.-]|$)/u.test(file));
  const barrels = files.filter(
    (file) => file.endsWith('/index.ts') && !/^localstack\/(?:services\/[^/]+|admin)\/index\.ts$/u.test(file),
  );
  const shouting = files.filter((file) => /[A-Z_]/u.test(file));
  expect([...drawers, ...barrels, ...shouting]).toEqual([]);
});

test('the drawer that functions share has a lid', () => {
  expect(globSync('functions/shared/*').length).toBeLessThanOrEqual(8);
});

test('the house has these doors and no others', () => {
  const made = new Set(['node_modules', 'cdk.out', 'coverage']);
  const visible = readdirSync('.').filter((name) => !name.startsWith('.') && !made.has(name));
  const expected =
    'LICENSE README.md bin cdk.json functions lib localstack package-lock.json package.json test tsconfig.json';
  expect(visible.toSorted().join(' ')).toBe(expected);
});

test('nothing is left for later, and no path of somebody’s machine is kept', () => {
  const soft = files
    .filter((file) => file !== 'test/tidy.test.ts')
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line, index) => `${file}:${index + 1}: ${line.trim()}`)
        .filter((line) =>
          /\b(?:TODO|FIXME|XXX)\b|@ts-(?:ignore|expect-error|nocheck)|\bas any\b|\b(?:test|it|describe)\.(?:skip|only|todo)\b|\/(?:home|Users|work)\/\w+/u.test(
            line,
          ),
        ),
    );
  expect(soft).toEqual([]);
});

test('every dependency is pinned to a version', () => {
  for (const file of ['package.json', 'localstack/package.json']) {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        expect([name, /^\d+\.\d+\.\d+$/u.test(version)]).toEqual([name, true]);
      }
    }
  }
});
