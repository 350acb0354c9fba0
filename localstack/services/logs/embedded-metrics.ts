/** Measurements in log lines. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
import type { LogEvent, MetricDoor } from '../../engine/doors.ts';

export interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly timestampMs: number;
  readonly values: readonly number[];
}

/** Puts what lines measure into the metrics, if there are any to be put into. */
export function measureLines(metrics: MetricDoor | undefined, events: readonly LogEvent[]): void {
  if (!metrics) return;
  for (const { message } of events) {
    for (const { namespace, name, dimensions, unit, timestampMs, values } of embeddedMetrics(message)) {
      for (const value of values) metrics.put(namespace, name, dimensions, value, unit, timestampMs);
    }
  }
}

type Json = Readonly<Record<string, unknown>>;

/** The measurements of a line; none when it is not in the format. Lines are people's, so nothing in one is an error. */
export function embeddedMetrics(line: string): EmbeddedMetric[] {
  // Nearly every line ends here, without being parsed.
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const root = parseObject(line);
  const metadata = root && asObject(root['_aws']);
  if (!root || !metadata || typeof metadata['Timestamp'] !== 'number') return [];
  const timestampMs = metadata['Timestamp'];
  return listOf(metadata['CloudWatchMetrics']).flatMap((directive) => ofDirective(root, directive, timestampMs));
}

function ofDirective(root: Json, directive: Json, timestampMs: number): EmbeddedMetric[] {
  const { Namespace: namespace, Dimensions: sets = [[]], Metrics: definitions } = directive;
  if (typeof namespace !== 'string' || !Array.isArray(sets)) return [];
  // No dimension set at all means the metric without dimensions.
  const given: readonly unknown[] = sets.length === 0 ? [[]] : sets;
  const dimensionSets = given.map((set) => dimensionsFrom(root, set)).filter((set) => set !== undefined);
  return listOf(definitions).flatMap(({ Name: name, Unit: unit = 'None' }) => {
    if (typeof name !== 'string' || typeof unit !== 'string') return [];
    const values = numbersOf(root[name]);
    if (values.length === 0) return [];
    return dimensionSets.map((dimensions) => ({ namespace, name, dimensions, unit, timestampMs, values }));
  });
}

/** Undefined when the line lacks one of them. */
function dimensionsFrom(root: Json, names: unknown): Record<string, string> | undefined {
  if (!Array.isArray(names)) return undefined;
  const dimensions: Record<string, string> = {};
  for (const name of names) {
    const value = typeof name === 'string' ? root[name] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    dimensions[String(name)] = String(value);
  }
  return dimensions;
}

function numbersOf(value: unknown): number[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((each): each is number => typeof each === 'number' && Number.isFinite(each));
}

function listOf(value: unknown): Json[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.map(asObject).filter((each) => each !== undefined);
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function parseObject(line: string): Json | undefined {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return undefined;
  }
}
