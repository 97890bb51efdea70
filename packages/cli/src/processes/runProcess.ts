import { harden } from '@homebound/link';

/** A process of the robot: works until it is told to end, or until it can't. */
export interface RobotProcess {
  /** @returns whether it ended as it was told to */
  run(): Promise<boolean>;
  end(): void;
}

export const say = (text: string): boolean => process.stdout.write(`${text}\n`);
export const warn = (text: string): boolean => process.stderr.write(`warning: ${text}\n`);

/**
 * Runs one of the robot's processes until SIGINT, SIGTERM or the end of who started it. Exits with 1 when it could not go on: whoever
 * keeps the processes running then starts it anew.
 * @param isChild  standard input is held by who started this process, and ends with them
 */
export async function runProcess(begin: () => Promise<RobotProcess>, isChild: boolean): Promise<void> {
  harden();
  let robot: RobotProcess | undefined;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    robot?.end();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  if (isChild) process.stdin.on('end', end).resume();
  robot = await begin();
  if (isOver) robot.end();
  const isWell = await robot.run();
  process.exitCode = isWell ? 0 : 1;
  // Whatever still waits (standard input, a socket that nobody reads) must not hold up who starts it anew.
  setImmediate(() => process.exit());
}
