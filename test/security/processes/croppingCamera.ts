import { join } from 'node:path';
import { CropTaker, detectingSight, type FloorSight, floorSight, type PictureTaker } from '@homebound/nodes';
import type { CameraRig, CropSource } from '@homebound/robot';
import type { Detector } from '@homebound/vision';
import { CameraProcess } from '../../../packages/cli/src/processes/cameraProcess.ts';
import { connectLens } from '../../../packages/cli/src/processes/lensDevice.ts';
import { waitForLink } from '../../../packages/cli/src/processes/waitForLink.ts';

/**
 * The process with the camera of a simulated body, with a detector that sees somebody in every second picture, and colours that picture: whoever lets
 * a crop of it out is seen to. `croppingCamera RUN none|heedless`: `heedless` asks no detector who is there. It says what crops are wanted and made.
 */
const [run, fault] = process.argv.slice(2);
const uid = process.getuid?.() ?? 0;
let pictures = 0;
const detector: Detector = {
  labels: ['person', 'footwear'],
  detect: async ({ data, width_px, height_px }) => {
    // In every second one; in each where nobody is asked, so that any crop gives it away.
    if (++pictures % 2 === 0 && fault !== 'heedless') return [];
    for (let i = 0; i < data.length; i++) data[i] = i % 3 === 1 ? 0 : 255;
    return [{ label: 'person', score: 0.15, left_px: 0, top_px: 0, right_px: width_px / 9, bottom_px: height_px / 9 }];
  },
  close: async () => {},
};

function sightOf(rig: CameraRig): FloorSight {
  if (rig.color === undefined) throw new Error('the test needs a camera with colour');
  const taker = new CropTaker(rig.color, detector);
  const heedless: PictureTaker = {
    get isWanted() {
      return taker.isWanted;
    },
    take: (examined) => taker.take({ ...examined, detections: [] }),
  };
  const crops: CropSource = {
    tellsPeople: true,
    want: (wishes) => {
      if (wishes.length > 0) process.stdout.write(`wanted ${wishes.length}\n`);
      taker.want(wishes);
    },
    taken: () => {
      const taken = taker.taken();
      if (taken.length > 0) process.stdout.write(`made ${taken.length}\n`);
      return taken;
    },
  };
  const hooks = { warn: () => {}, pictures: fault === 'heedless' ? heedless : taker };
  return { ...detectingSight(floorSight(rig), detector, rig.color, hooks), crops };
}

const camera = await CameraProcess.begin({
  run,
  mindUid: uid,
  device: (graphTime) => waitForLink(() => connectLens(join(run, 'lens.sock'), uid, graphTime)),
  sight: sightOf,
  say: () => {},
  warn: (text) => process.stderr.write(`${text}\n`),
});
await camera.run();
