import { readFileSync } from "node:fs";

/** Microseconds that the main thread of a process has spent on a core; `NaN` where the system doesn't tell. */
function threadTime(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ", 1)[0]) / 1000;
  } catch {
    return Number.NaN;
  }
}

function mainThreadTime() {
  const time = threadTime(process.pid);
  if (!Number.isNaN(time) || process.threadCpuUsage === undefined) return time;
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/**
 * Measures from now on: milliseconds of the clock, microseconds of the main thread and of all threads, and the share of
 * its core that the load server needed. Near 1 the server is what was measured.
 */
export function startClock() {
  const server = process.env.BENCH_SERVER_PID;
  const serverBefore = threadTime(server);
  const before = { wall: performance.now(), main: mainThreadTime(), all: process.cpuUsage() };
  return () => {
    const all = process.cpuUsage(before.all);
    const ms = performance.now() - before.wall;
    return {
      ms,
      mainUs: mainThreadTime() - before.main,
      allUs: all.user + all.system,
      serverShare: (threadTime(server) - serverBefore) / (ms * 1000),
    };
  };
}
