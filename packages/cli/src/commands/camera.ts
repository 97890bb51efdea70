import { join } from 'node:path';
import type { CameraRig } from '@homebound/robot';
import { detectorIn, keenSight } from '../keenSight.ts';
import { CameraProcess } from '../processes/cameraProcess.ts';
import { connectLens } from '../processes/lensDevice.ts';
import { runProcess, say, warn } from '../processes/runProcess.ts';
import { userId } from '../processes/userId.ts';
import { waitForLink } from '../processes/waitForLink.ts';

export interface CameraCommand {
  readonly run: string;
  readonly mindUser?: string;
  readonly lens?: string;
  readonly lensUser?: string;
  readonly detector?: string;
  readonly child?: boolean;
}

/** `homebound camera`: the process with the camera. */
export async function camera({ run, mindUser, lens, lensUser, child, ...rest }: CameraCommand): Promise<void> {
  const detector = rest.detector === undefined ? undefined : await detectorIn(rest.detector);
  const sight = detector && ((rig: CameraRig) => keenSight(rig, detector, { warn }));
  const path = lens ?? join(run, 'lens.sock');
  const device = (graphTime: (monotonic_s: number) => number) =>
    waitForLink(() => connectLens(path, userId(lensUser), graphTime));
  return runProcess(
    () => CameraProcess.begin({ run, mindUid: userId(mindUser), device, sight, say, warn }),
    child === true,
  );
}
