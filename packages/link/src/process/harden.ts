import { close, url } from 'node:inspector';
import { libc } from '../libc.ts';
import { foreignOptions } from './foreignOptions.ts';

/** A process that would tell on the household if it ran like this; the text says which setting to take away. */
export class HardenError extends Error {
  override readonly name = 'HardenError';
}

// linux/prctl.h, asm-generic/resource.h
const PR_SET_DUMPABLE = 4;
const PR_SET_NO_NEW_PRIVS = 38;
const RLIMIT_CORE = 4;
/** When it is looked again whether somebody opened the inspector before we could forbid it: Node does that in a thread of its own. */
const LATER_MS = [0, 50, 500, 5000];

/**
 * Closes the ways in which a process gives away its memory: the inspector, core dumps, heap snapshots, reports, another process of
 * the same user. To be called before anything else. Throws HardenError when the process was started with one of them open.
 *
 * The inspector: Node opens it when SIGUSR1 comes. A listener of ours takes the signal's place; one that came before is found by looking,
 * and ends the process. Our services also say `--disable-sigusr1`, which from Node 22.14 on closes it from the very start.
 */
export function harden(): void {
  process.on('SIGUSR1', () => {});
  const foreign = foreignOptions(process.execArgv, process.env);
  if (foreign.length > 0)
    throw new HardenError(
      `Cannot run on a robot with ${foreign.join(', ')}: it can show the home's maps to others; start without it`,
    );
  refuseInspector();
  for (const later_ms of LATER_MS) setTimeout(endIfInspected, later_ms).unref();
  silenceReports();
  process.umask(0o077);
  if (process.platform === 'linux') forbidDumps();
}

function refuseInspector(): void {
  if (url() === undefined) return;
  close();
  throw new HardenError(
    'Cannot run on a robot with the inspector open: somebody sent SIGUSR1 while it started; start it anew',
  );
}

function endIfInspected(): void {
  try {
    refuseInspector();
  } catch (error) {
    process.stderr.write(`homebound: ${(error as Error).message}\n`);
    process.exit(1);
  }
}

/** Node's reports hold the environment, the command line and addresses of the network. */
function silenceReports(): void {
  if (process.report === undefined) return;
  process.report.reportOnSignal = false;
  process.report.reportOnFatalError = false;
  process.report.reportOnUncaughtException = false;
}

/** No core dump, not to a collecting program either; no tracing by others of this user; no rights from files with setuid. */
function forbidDumps(): void {
  const { setrlimit, prctl } = libc();
  const done = [setrlimit(RLIMIT_CORE, [0, 0]), prctl(PR_SET_DUMPABLE, 0), prctl(PR_SET_NO_NEW_PRIVS, 1)];
  if (done.some((result) => result !== 0))
    throw new HardenError(
      `Cannot run on a robot: the system would not forbid core dumps (${done}); look at its security settings`,
    );
}
