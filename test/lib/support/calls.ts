import { join } from 'node:path';

import { buildSync } from 'esbuild';

const functionsFolder = join(import.meta.dirname, '..', '..', '..', 'functions');

/** Commands whose IAM action has another name than the command. */
const actionOf: Record<string, string> = { SendMessageBatch: 'SendMessage' };

/** DynamoDB's operations as functions/dynamodb calls them: by the text that goes over the wire. */
const dynamodbTarget = /DynamoDB_20120810\.(\w+)/g;

/**
 * The IAM actions of the calls in a function's bundle, by SDK commands and by targets of our own caller, once
 * everything that nothing refers to is gone: `calledActions('crawl-scheduler')` → Set { 'dynamodb:Query', … }.
 */
export function calledActions(functionName: string): Set<string> {
  const { outputFiles } = buildSync({
    entryPoints: [join(functionsFolder, `${functionName}.ts`)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
    logLevel: 'silent',
  });
  const code = outputFiles.map(({ text }) => text).join('\n');
  const bySdk = importedOperations(code).flatMap(({ action, call }) => (code.includes(call) ? [action] : []));
  const byTarget = [...code.matchAll(dynamodbTarget)].map(([, operation]) => `dynamodb:${operation}`);
  return new Set([...bySdk, ...byTarget]);
}

/** What a bundle imports from SDK clients: the IAM action behind each name, and how a call of it is written. */
function importedOperations(code: string): { action: string; call: string }[] {
  return [...code.matchAll(/import\s*\{([^}]*)\}\s*from\s*"@aws-sdk\/client-(\w+)"/g)].flatMap(
    ([, names = '', service]) =>
      // esbuild gives a second import of one name another one: `GetItemCommand as GetItemCommand2`.
      [...names.matchAll(/(?:(\w+)Command|paginate(\w+))(?: as (\w+))?\s*(?:,|$)/g)].map(
        ([, command, paginated, alias]) => {
          const operation = command ?? paginated ?? '';
          const action = `${service}:${actionOf[operation] ?? operation}`;
          const call = command ? `new ${alias ?? `${command}Command`}(` : `${alias ?? `paginate${paginated}`}(`;
          return { action, call };
        },
      ),
  );
}
