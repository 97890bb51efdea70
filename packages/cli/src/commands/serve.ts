import { join, resolve } from 'node:path';
import { CliError } from '../errors.ts';
import { makeFolder } from '../files.ts';
import { hasHands } from '../processes/hands.ts';
import { lanAddress } from '../processes/lanAddress.ts';
import { ANEW_EXIT, MISTAKE_EXIT, say, warn } from '../processes/runProcess.ts';
import { defaultRunFolder } from '../processes/socketFolder.ts';
import { Supervisor } from '../processes/supervisor.ts';
import { projectRoot } from '../projectRoot.ts';

export interface ServeOptions {
  readonly world: string;
  readonly seed: number;
  readonly home: string;
  readonly run: string;
  readonly lan?: string | boolean;
  readonly port: number;
  readonly announce: boolean;
  /** The simulated eye; absent, the robot has none. */
  readonly camera?: string;
  /** Folder of a learned detector. */
  readonly detector?: string;
}

/** `homebound serve`: a simulated robot as it runs in a home, in three processes, and one more for its camera, until Ctrl-C. */
export async function serve(options: ServeOptions): Promise<void> {
  const { world, seed, home, port, announce, camera } = options;
  if (process.platform !== 'linux')
    throw new CliError(
      'homebound serve needs Linux: its processes ask the kernel who the others are; use simulate here',
    );
  const lan = lanAddress(options.lan);
  const run = resolve(options.run);
  makeFolder(run, 0o700);
  if (await hasHands(run))
    throw new CliError(`a robot runs already in ${run}: end it, or give this one another folder with --run`);
  const pressPair = `npx homebound press pair${run === resolve(defaultRunFolder()) ? '' : ` --run ${run}`}`;
  const inRun = ['--child', '--run', run];
  const network = [
    ...(lan === undefined ? [] : ['--lan', lan, '--press-pair', pressPair]),
    ...(announce ? [] : ['--no-announce']),
  ];
  // Before the network, everybody is asked to pair, and a gateway that was taken over has no word of its own.
  const here = ['--here', lan === undefined ? 'always' : 'never'];
  if (options.detector !== undefined && camera !== 'rgbd' && camera !== 'rgb')
    throw new CliError('--detector needs --camera rgbd or rgb');
  const detector = options.detector === undefined ? [] : ['--detector', resolve(options.detector)];
  const eye = camera === undefined ? [] : ['--camera', join(run, 'camera.sock')];
  const command = join(projectRoot(), 'dist', 'homebound.js');
  const plans = [
    // An entry of its own, with none of the other commands in it.
    {
      name: 'motor',
      script: join(projectRoot(), 'dist', 'homebound-motor.js'),
      args: ['--world', world, '--seed', String(seed), ...(camera === undefined ? [] : ['--camera', camera]), ...inRun],
    },
    ...(camera === undefined ? [] : [{ name: 'camera', script: command, args: ['camera', ...detector, ...inRun] }]),
    { name: 'mind', script: command, args: ['mind', '--home', resolve(home), ...eye, ...here, ...inRun] },
    { name: 'gateway', script: command, args: ['gateway', '--port', String(port), ...network, ...inRun] },
  ];
  const supervisor = new Supervisor({ plans, warn, hopelessExit: MISTAKE_EXIT, anewExit: ANEW_EXIT });
  // Not `once`: through npm a Ctrl-C arrives twice.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => supervisor.end());
  const isWell = await supervisor.run();
  if (isWell) say(`The robot has ended. What it knows of its home is kept in ${home}.`);
  process.exitCode = isWell ? 0 : 1;
}
