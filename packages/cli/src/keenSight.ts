import { modelsIn, openDetector } from '@homebound/detector';
import { CropTaker, detectingSight, type FloorSight, floorSight } from '@homebound/nodes';
import type { CameraRig } from '@homebound/robot';
import { canTellPeople, type Detector } from '@homebound/vision';
import { CliError } from './errors.ts';

/** The detector in a folder: of several the one that knows shoes. Rejects with CliError when there is none, or nothing to run it with. */
export async function detectorIn(folder: string): Promise<Detector> {
  const [model] = modelsIn(folder);
  if (model === undefined)
    throw new CliError(
      `There is no detector in ${folder}; homebound detector --install openimages --to ${folder} makes one`,
    );
  try {
    return await openDetector(model, folder);
  } catch (error) {
    throw new CliError((error as Error).message);
  }
}

/** What looks at the floor, with a detector beside it; crops of obstacles come from one that can tell people. Throws CliError for a camera without colour. */
export function keenSight(rig: CameraRig, detector: Detector, warn: (text: string) => void): FloorSight {
  if (rig.color === undefined) throw new CliError('--detector needs a camera with colour: --camera rgbd or rgb');
  const crops = canTellPeople(detector.labels) ? new CropTaker(rig.color, detector) : undefined;
  const sight = detectingSight(floorSight(rig), detector, rig.color, { warn, pictures: crops });
  return { ...sight, crops };
}
