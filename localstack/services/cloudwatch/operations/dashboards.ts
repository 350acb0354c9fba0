import { AwsError } from '../../../engine/aws-error.ts';
/** Dashboards are kept as they were given; nothing draws them. */
import type { Engine, Operation } from '../../../engine/service.ts';
import { dashboardNotFound } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { CloudwatchState } from '../state.ts';

const dashboardName = { type: 'string', required: true, pattern: '[\\w-]{1,255}' } as const;

function arnOf({ accountId }: Engine, name: string): string {
  return `arn:aws:cloudwatch::${accountId}:dashboard/${name}`;
}

export function putDashboard({ engine, dashboards }: CloudwatchState): Operation {
  return {
    parameters: { DashboardName: dashboardName, DashboardBody: { type: 'string', required: true } },
    run({
      DashboardName: name,
      DashboardBody: body,
    }: {
      readonly DashboardName: string;
      readonly DashboardBody: string;
    }) {
      try {
        JSON.parse(body);
      } catch (fault) {
        throw new AwsError(
          'InvalidParameterInput',
          `The field DashboardBody must be a valid JSON object: ${String(fault)}`,
        );
      }
      dashboards.put(name, { name, body, modifiedMs: engine.clock.nowMs() });
      return { DashboardValidationMessages: [] };
    },
  };
}

export function getDashboard({ engine, dashboards }: CloudwatchState): Operation {
  return {
    parameters: { DashboardName: dashboardName },
    run({ DashboardName: name }: { readonly DashboardName: string }) {
      const known = dashboards.get(name);
      if (!known) throw dashboardNotFound(name);
      return { DashboardArn: arnOf(engine, name), DashboardBody: known.body, DashboardName: name };
    },
  };
}

export function listDashboards({ engine, dashboards }: CloudwatchState): Operation {
  return {
    parameters: { DashboardNamePrefix: { type: 'string' }, NextToken: { type: 'string' } },
    run(input: { readonly DashboardNamePrefix?: string; readonly NextToken?: string }) {
      const { DashboardNamePrefix: prefix = '', NextToken: token } = input;
      const { page, ...next } = pageOf(
        dashboards.list().filter(({ name }) => name.startsWith(prefix)),
        1000,
        token,
      );
      const DashboardEntries = page.map(({ name, body, modifiedMs }) => ({
        DashboardName: name,
        DashboardArn: arnOf(engine, name),
        LastModified: modifiedMs / 1000,
        Size: Buffer.byteLength(body),
      }));
      return { DashboardEntries, ...next };
    },
  };
}

/** Deletes all or, when one of them is not there, none. */
export function deleteDashboards({ dashboards }: CloudwatchState): Operation {
  return {
    parameters: { DashboardNames: { type: 'list', required: true, member: { type: 'string' } } },
    run({ DashboardNames: names }: { readonly DashboardNames: readonly string[] }) {
      const unknown = names.find((name) => !dashboards.get(name));
      if (unknown !== undefined) throw dashboardNotFound(unknown);
      for (const name of names) dashboards.delete(name);
    },
  };
}
