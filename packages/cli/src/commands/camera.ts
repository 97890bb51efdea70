import { join } from 'node:path';
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
  readonly child?: boolean;
}

/** `homebound camera`: the process with the camera. */
export function camera({ run, mindUser, lens, lensUser, child }: CameraCommand): Promise<void> {
  const path = lens ?? join(run, 'lens.sock');
  const device = (graphTime: (monotonic_s: number) => number) =>
    waitForLink(() => connectLens(path, userId(lensUser), graphTime));
  return runProcess(() => CameraProcess.begin({ run, mindUid: userId(mindUser), device, say, warn }), child === true);
}
