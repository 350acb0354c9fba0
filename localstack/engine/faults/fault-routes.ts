/** `/_cloud/faults`: the fault rules over HTTP. */
import type { HttpRequest, HttpResponse } from '../service.ts';
import { FaultRuleError, parseFaultRules } from './fault-rule.ts';
import type { Faults } from './faults.ts';

export const faultsPath = '/_cloud/faults';

/** Shows the rules with their counts (GET), adds one or a list (POST), removes one (DELETE …/id) or all (DELETE). */
export function answerFaults(faults: Faults, { method, path, headers, body }: HttpRequest): HttpResponse {
  const id = path.slice(faultsPath.length + 1);
  if (method === 'GET' && id === '') return json(200, { faults: faults.reports() });
  const isChange = (method === 'POST' && id === '') || method === 'DELETE';
  if (!isChange) return json(404, { message: `There is no ${method} ${path}` });
  if (headers['x-local-cloud'] === undefined) return json(403, { message: 'The header x-local-cloud is missing.' });
  if (method === 'POST') return add(faults, body);
  if (id === '') faults.clear();
  else if (!faults.remove(id)) return json(404, { message: `There is no fault rule '${id}'.` });
  return json(200, { faults: faults.reports() });
}

function add(faults: Faults, body: Buffer): HttpResponse {
  try {
    const rules = parseFaultRules(JSON.parse(body.toString()));
    return json(200, { added: faults.addAll(rules) });
  } catch (fault) {
    if (fault instanceof FaultRuleError) return json(400, { message: fault.message });
    if (fault instanceof SyntaxError) return json(400, { message: `The body is not JSON: ${fault.message}` });
    throw fault;
  }
}

function json(statusCode: number, body: object): HttpResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
