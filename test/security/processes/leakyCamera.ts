import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FloorSight, floorSight } from '@homebound/nodes';
import type { CameraRig } from '@homebound/robot';
import { CameraProcess } from '../../../packages/cli/src/processes/cameraProcess.ts';
import { connectLens } from '../../../packages/cli/src/processes/lensDevice.ts';
import { waitForLink } from '../../../packages/cli/src/processes/waitForLink.ts';

/**
 * The process with the camera, with faults planted. `leaks`: of each picture a part goes to the mind as heights of the floor, the last one lies in a
 * file, and one is kept when the camera is shut. `holds`: it does not shut. `leakyCamera --fault leaks|holds --run FOLDER --lens SOCKET`.
 */
const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { run: text, lens: text, fault: text } });
const { run = '', lens = '', fault } = values;
const kept: Uint8Array[] = [];

/** Sees as ever, and lets some of each picture out. */
function leaking(rig: CameraRig): FloorSight {
  const sound = floorSight(rig);
  let rows = new Int16Array();
  return {
    look: (frame, body) => {
      if (frame.kind === 'color') {
        const { data } = frame;
        writeFileSync(join(tmpdir(), 'last'), data);
        if (kept.length === 0) kept.push(data.slice());
        // The upper rows, where walls are.
        rows = new Int16Array(data.slice(0, 24_000).buffer);
      }
      const record = sound.look(frame, body);
      record?.heights_mm.set(rows.subarray(0, record.heights_mm.length));
      return record;
    },
  };
}

const uid = process.getuid?.() ?? 0;
const camera = await CameraProcess.begin({
  run,
  mindUid: uid,
  device: async (graphTime) => {
    const device = await waitForLink(() => connectLens(lens, uid, graphTime));
    if (fault === 'holds') device.close = () => {};
    return device;
  },
  sight: fault === 'leaks' ? leaking : floorSight,
  say: () => {},
  warn: (text) => process.stderr.write(`${text}\n`),
});
await camera.run();
