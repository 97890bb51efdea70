import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type FloorSight, floorSight } from '@homebound/nodes';
import type { CameraRig } from '@homebound/robot';
import { CameraProcess } from '../../../packages/cli/src/processes/cameraProcess.ts';
import { MarkedCamera } from '../markedCamera.ts';

/** The process with a camera whose pictures are marked, and with a fault planted in what sees: `leakyCamera RUN SEED none|looks|disk|keeper`. */
const [run, seed, leak] = process.argv.slice(2);
/** Another process that pictures are given to. */
const keeper = leak === 'keeper' ? connect(join(run, 'keeper.sock')) : undefined;

/** Sees as ever, and lets some of each picture out. */
function leaking(rig: CameraRig): FloorSight {
  const sound = floorSight(rig);
  return {
    look: (frame, body) => {
      const record = sound.look(frame, body);
      if (frame.kind === 'depth') keeper?.write(new Uint8Array(frame.data.slice().buffer));
      if (leak === 'disk') writeFileSync(join(run, 'last'), frame.data);
      if (leak === 'looks' && record !== undefined)
        record.heights_mm.set(
          new Int16Array(frame.data.buffer, 160 * 60 * 4, Math.min(record.heights_mm.length, 12_000)),
        );
      return record;
    },
  };
}

const camera = await CameraProcess.begin({
  run,
  mindUid: process.getuid?.() ?? 0,
  device: async () => new MarkedCamera(Number(seed)),
  sight: leaking,
  say: () => {},
  warn: (text) => process.stderr.write(`${text}\n`),
});
await camera.run();
