import { readdirSync, readFileSync } from 'node:fs';

type ProcessRow = { pid: number; parent: number; rssBytes: number };

const readProcess = (pid: number): ProcessRow | undefined => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return { pid, parent: field('PPid'), rssBytes: field('VmRSS') * 1024 };
  } catch {
    return undefined;
  }
};

const processRows = (): ProcessRow[] => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => readProcess(Number(name)))
      .filter((row) => row !== undefined);
  } catch {
    return [];
  }
};

/** Resident memory of a process and everything below it, bytes; on systems without /proc that of this process alone. */
export const treeRssBytes = (rootPid: number): number => {
  const rows = processRows();
  if (rows.length === 0) return process.memoryUsage.rss();
  const members = new Set([rootPid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const row of rows) {
      if (!members.has(row.pid) && members.has(row.parent)) {
        members.add(row.pid);
        grown = true;
      }
    }
  }
  return rows.filter((row) => members.has(row.pid)).reduce((sum, row) => sum + row.rssBytes, 0);
};

/** Samples the memory of this process tree (decoder and engines included) until stopped. */
export const watchPeakMemory = (everyMs = 250): { stop(): number } => {
  let peak = treeRssBytes(process.pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, treeRssBytes(process.pid));
  }, everyMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(peak, treeRssBytes(process.pid));
    },
  };
};
