import { type CameraName, createSimulator, initPhysics, type Simulator } from '@homebound/sim';
import { CliError } from '../errors.ts';
import { loadWorld } from '../worlds.ts';

export { offerHands } from './hands.ts';
export { offerLens } from './offerLens.ts';
export { truthLog } from './truthLog.ts';

const cameras: readonly (CameraName | 'none')[] = ['none', 'depth', 'rgbd', 'rgb', 'laser'];

/** A body in a simulated home, until there are drivers: the one part of the motors' process that a real robot has not. */
export async function simulatedBody(world: string, seed: number, eye: string): Promise<Simulator> {
  const camera = cameras.find((name) => name === eye);
  if (camera === undefined) throw new CliError(`--camera must be one of ${cameras.join(', ')}, got ${eye}`);
  await initPhysics();
  return createSimulator({ world: loadWorld(world, seed), seed, camera });
}
