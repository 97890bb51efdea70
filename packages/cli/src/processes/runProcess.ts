import { harden } from '@homebound/link';
import { describeError } from '../errors.ts';
import { logText } from './logText.ts';

/** A process of the robot: works until it is told to end, or until it can't. */
export interface RobotProcess {
  /** @returns whether it ended as it was told to */
  run(): Promise<boolean>;
  end(): void;
}

/** To whoever stands at the robot: its console, or the terminal of `serve`. */
export const say = (text: string): boolean => process.stdout.write(`${text}\n`);
/** To the log, which holds nothing private. */
export const warn = (text: string): boolean => process.stderr.write(`warning: ${logText(text)}\n`);

/**
 * Runs one of the robot's processes until SIGINT, SIGTERM or the end of who started it. Exits with 1 when it could not go on: whoever
 * keeps the processes running then starts it anew.
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
  const isWell = await work(async () => {
    robot = await begin();
    return await robot.run();
  });
  process.exitCode = isWell ? 0 : 1;
  // Whatever still waits (standard input, a socket that nobody reads) must not hold up who starts it anew.
  setImmediate(() => process.exit());
}

/** What ends a process goes to the log too. */
async function work(act: () => Promise<boolean>): Promise<boolean> {
  try {
    return await act();
  } catch (error) {
    logFault(error);
    return false;
  }
}

/** What a process ended of, and where in our code; a stack as Node prints it would have the message as it is. */
function logFault(error: unknown): void {
  const message = logText(describeError(error));
  const [place] = /[\w-]+\.[jt]s:\d+:\d+/.exec((error as Error | undefined)?.stack ?? '') ?? [];
  process.stderr.write(`homebound: ${message}${place === undefined ? '' : ` (${place})`}\n`);
}
