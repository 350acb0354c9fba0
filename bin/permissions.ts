/** `npm run permissions`: which permissions the roles of a running local cloud have, and which of them they have used. */
import { parseArgs } from 'node:util';

import { permissionLines, type RoleUsage } from './permissions/permission-lines.ts';

const helpText = `npm run permissions [-- ROLE… OPTION…]

Shows, for each role of the local cloud (or those named: a part of the name is enough), the permissions that were granted
but not used since the cloud started, those that were used, and what was denied.

  --unused            only what was granted and not used
  --json              the figures as JSON
  --endpoint URL      the cloud to ask (AWS_ENDPOINT_URL, else http://127.0.0.1:4566)
  --help              this text`;

await main();

async function main(): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        unused: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        endpoint: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return console.log(helpText);
    const endpoint = values.endpoint ?? process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:4566';
    const roles = choose(await readUsage(endpoint), positionals);
    if (values.json) console.log(JSON.stringify({ roles }, undefined, 2));
    else for (const line of permissionLines(roles, { isUnusedOnly: values.unused })) console.log(line);
  } catch (fault) {
    console.error((fault as Error).message);
    process.exitCode = 1;
  }
}

async function readUsage(endpoint: string): Promise<readonly RoleUsage[]> {
  const url = new URL('/_cloud/iam/usage', endpoint);
  const response = await fetch(url).catch((fault: unknown) => {
    const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
    throw new Error(`Nothing answers at ${url.href} (${(cause as Error).message}). Is it running? npm start`);
  });
  const body = (await response.json()) as { roles?: readonly RoleUsage[]; message?: string };
  if (!body.roles) throw new Error(`${url.href} answered ${response.status}: ${body.message ?? ''}`);
  return body.roles;
}

function choose(roles: readonly RoleUsage[], wanted: readonly string[]): readonly RoleUsage[] {
  const strangers = wanted.filter((part) => !roles.some(({ role }) => role.includes(part)));
  if (strangers.length > 0) {
    throw new Error(
      `No role's name holds '${strangers.join("', '")}'. There are:\n  ${roles.map(({ role }) => role).join('\n  ')}`,
    );
  }
  return wanted.length === 0 ? roles : roles.filter(({ role }) => wanted.some((part) => role.includes(part)));
}
