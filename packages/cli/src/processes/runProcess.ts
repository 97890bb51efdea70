import { harden } from '@homebound/link';
import { describeError, isMistake } from '../errors.ts';
import { logText } from './logText.ts';

/** A process of the robot: works until it is told to end, or until it can't. */
export interface RobotProcess {
  /** @returns whether it ended as it was told to */
  run(): Promise<boolean>;
  end(): void;
}

/** Of a process that could not begin for a reason which starting it anew does not mend. */
export const MISTAKE_EXIT = 2;

/** Of a process without another that it works with: that one has told why, and this one is to be started anew. */
export const ANEW_EXIT = 3;

/** To whoever stands at the robot: its console, or the terminal of `serve`. */
export const say = (text: string): boolean => process.stdout.write(`${text}\n`);
/** To the log, which holds nothing private. */
export const warn = (text: string): boolean => process.stderr.write(`warning: ${logText(text)}\n`);

/**
 * Runs one of the robot's processes until SIGINT, SIGTERM or the end of who started it. Exits with 1 when it could not go on and with
 * `ANEW_EXIT` when another process is gone: whoever keeps the processes running then starts it anew; with `MISTAKE_EXIT` when a person has to mend something first.
 * @param isChild  standard input is held by who started this process, and ends with them
 */
export async function runProcess(begin: () => Promise<RobotProcess>, isChild: boolean): Promise<void> {
  harden();
  process.on('uncaughtException', (error) => {
    logFault(error);
    process.exit(1);
  });
  let robot: RobotProcess | undefined;
  const end = (): void => {
    // Nothing has begun that would have to be ended in order.
    if (robot === undefined) process.exit();
    robot.end();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  if (isChild) process.stdin.on('end', end).resume();
  process.exitCode = await work(
    async () => {
      robot = await begin();
    },
    async () => (await robot?.run()) === true,
  );
  // Whatever still waits (standard input, a socket that nobody reads) must not hold up who starts it anew.
  setImmediate(() => process.exit());
}

/** @returns how the process is to exit; what ends it goes to the log */
async function work(begin: () => Promise<void>, run: () => Promise<boolean>): Promise<number> {
  let hasBegun = false;
  try {
    await begin();
    hasBegun = true;
    return (await run()) ? 0 : ANEW_EXIT;
  } catch (error) {
    logFault(error);
    return !hasBegun && isMistake(error) ? MISTAKE_EXIT : 1;
  }
}

/** What a process ended of and, unless a person can mend that, where in our code; a stack as Node prints it would have the message as it is. */
function logFault(error: unknown): void {
  const message = logText(describeError(error));
  const [place] = /[\w-]+\.[jt]s:\d+:\d+/.exec((error as Error | undefined)?.stack ?? '') ?? [];
  process.stderr.write(`homebound: ${message}${place === undefined || isMistake(error) ? '' : ` (${place})`}\n`);
}
