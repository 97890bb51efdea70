import { type CameraName, createSimulator, initPhysics, type Simulator } from '@homebound/sim';
import { loadWorld } from '../worlds.ts';

/** A body in a simulated home, until there are drivers: the one part of the motors' process that a real robot has not. */
export async function simulatedBody(world: string, seed: number, camera: CameraName | 'none'): Promise<Simulator> {
  await initPhysics();
  return createSimulator({ world: loadWorld(world, seed), seed, camera });
}
