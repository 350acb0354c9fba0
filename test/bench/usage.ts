/** What processes have used of the machine: CPU time and memory, from the system's own books. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** User and system time since the process began. */
  readonly cpuMs: number;
  readonly residentBytes: number;
  /** The most it ever held; where the system keeps no such book, what it holds now. */
  readonly peakBytes: number;
}

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick is (proc(5), `sysconf(_SC_CLK_TCK)`). */
const tickMs = 10;
const isLinux = process.platform === 'linux';

/** Of a process that is gone: undefined. */
export function usageOf(pid: number): Usage | undefined {
  try {
    return isLinux ? linuxUsage(pid) : psUsage(pid);
  } catch {
    return undefined;
  }
}

/** The processes that this one started itself. */
export function childrenOf(pid: number): number[] {
  if (!isLinux)
    return psRows(['-A', '-o', 'pid=,ppid=']).flatMap(([child = 0, parent]) => (parent === pid ? child : []));
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/u.test(name)) return [];
    try {
      return Number(statFields(Number(name))[1]) === pid ? Number(name) : [];
    } catch {
      return [];
    }
  });
}

/** CPU time of several processes together; those that are gone count as nothing. */
export function cpuMsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (usageOf(pid)?.cpuMs ?? 0), 0);
}

function linuxUsage(pid: number): Usage {
  const fields = statFields(pid);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(status)?.[1] ?? 0);
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    residentBytes: kilobytes('VmRSS') * 1024,
    peakBytes: kilobytes('VmHWM') * 1024,
  };
}

/** The fields after the command's name, which may hold anything and ends at the last parenthesis. The first is the state. */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function psUsage(pid: number): Usage {
  const [time = '', kilobytes = '0'] = psText(['-p', String(pid), '-o', 'time=,rss='])
    .trim()
    .split(/\s+/u);
  // [[days-]hours:]minutes:seconds
  const seconds = time.split(/[-:]/u).reduce((sum, part, index, parts) => {
    const unit = [1, 60, 3600, 86_400][parts.length - 1 - index] ?? 0;
    return sum + Number(part) * unit;
  }, 0);
  const residentBytes = Number(kilobytes) * 1024;
  return { cpuMs: seconds * 1000, residentBytes, peakBytes: residentBytes };
}

function psRows(options: readonly string[]): number[][] {
  return psText(options)
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).map(Number));
}

function psText(options: readonly string[]): string {
  return execFileSync('ps', options, { encoding: 'utf8' });
}
