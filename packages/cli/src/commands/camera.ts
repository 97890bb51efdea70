import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linuxVideo, V4l2Camera } from '@homebound/hardware';
import { monotonic_s, readRig, returnMemory } from '@homebound/link';
import type { CameraRig } from '@homebound/robot';
import { CliError } from '../errors.ts';
import { detectorIn, keenSight } from '../keenSight.ts';
import { CameraProcess } from '../processes/cameraProcess.ts';
import { connectLens } from '../processes/lensDevice.ts';
import { runProcess, say, warn } from '../processes/runProcess.ts';
import { userId } from '../processes/userId.ts';
import { waitForLink } from '../processes/waitForLink.ts';

export interface CameraCommand {
  readonly run: string;
  readonly mindUser?: string;
  readonly device?: string;
  readonly rig?: string;
  readonly mains?: '50' | '60';
  readonly lens?: string;
  readonly lensUser?: string;
  readonly detector?: string;
  readonly child?: boolean;
}

/** `homebound camera`: the process with the camera. */
export async function camera({ run, mindUser, lens, lensUser, child, ...rest }: CameraCommand): Promise<void> {
  const { device: path, rig, mains, detector: folder } = rest;
  if ((path === undefined) !== (rig === undefined)) throw new CliError('--device and --rig go together');
  const device = async (graphTime: (monotonic_s: number) => number) => {
    if (path !== undefined && rig !== undefined) return videoDevice(path, rig, mains, graphTime);
    return waitForLink(() => connectLens(lens ?? join(run, 'lens.sock'), userId(lensUser), graphTime));
  };
  returnMemory();
  return runProcess(async () => {
    const detector = folder === undefined ? undefined : await detectorIn(folder);
    const sight = detector && ((rig: CameraRig) => keenSight(rig, detector, warn));
    return CameraProcess.begin({ run, mindUid: userId(mindUser), device, sight, say, warn });
  }, child === true);
}

/** A camera of this machine, by the file that says what its pictures measure. Throws CliError for one that does not. */
function videoDevice(
  path: string,
  rigFile: string,
  mains: CameraCommand['mains'],
  stampOf: (monotonic_s: number) => number,
): V4l2Camera {
  let rig: CameraRig;
  try {
    rig = readRig(JSON.parse(readFileSync(rigFile, 'utf8')));
  } catch (cause) {
    throw new CliError(`${rigFile} does not say what the camera is: ${(cause as Error).message}`, { cause });
  }
  const mains_hz = mains === undefined ? undefined : mains === '50' ? 50 : 60;
  return new V4l2Camera({ path, rig, system: linuxVideo(), stampOf, monotonic_s, ...(mains_hz && { mains_hz }) });
}
