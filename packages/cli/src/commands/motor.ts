import { parseArgs } from 'node:util';
import { CliError } from '../errors.ts';
import { MotorProcess, type MotorProcessOptions } from '../processes/motorProcess.ts';
import { runProcess, say, warn } from '../processes/runProcess.ts';
import { userId } from '../processes/userId.ts';

const HELP = `Usage: homebound motor --run FOLDER [options]

Drives the body for a mind in another process, and stops it within 0.20 s when the mind falls silent. The body is simulated.

Options:
  --run <folder>       where motor.sock goes; only root and this user may write there
  --mind-user <user>   user of the mind's process (default: this one)
  --world <name|file>  simulated home, as for simulate --world (default: apartment)
  --seed <n>           seed of everything random (default: 1)
  --camera <name>      its eye: depth, rgbd, rgb, laser (default: none)
  --camera-user <user> user of the camera's process (default: this one)
  --speed <factor>     how many times faster than real its time goes, 1 to 4 (default: 1)
  --truth <file>       write down what the simulated body really did
`;

/**
 * `homebound motor`. It reads its options by itself: the service starts it by an entry of its own, without the code of the other
 * commands, so that what has the serial port is small enough to be read.
 */
export async function motor(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      run: { type: 'string' },
      'mind-user': { type: 'string' },
      world: { type: 'string', default: 'apartment' },
      seed: { type: 'string', default: '1' },
      camera: { type: 'string', default: 'none' },
      'camera-user': { type: 'string' },
      speed: { type: 'string', default: '1' },
      truth: { type: 'string' },
      child: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void say(HELP);
  const { run, world, truth } = values;
  if (run === undefined) throw new CliError('motor needs --run FOLDER, where its socket goes (--help tells more)');
  const options: MotorProcessOptions = {
    run,
    world,
    seed: numberOf('--seed', values.seed, 0, 0xffffffff),
    speed: numberOf('--speed', values.speed, 1, 4),
    camera: values.camera,
    cameraUid: userId(values['camera-user']),
    mindUid: userId(values['mind-user']),
    ...(truth !== undefined && { truth }),
    say,
    warn,
  };
  return runProcess(() => MotorProcess.begin(options), values.child);
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new CliError(`${name} must be from ${least} to ${most}, got ${text}`);
  return value;
}
