// The camera and what is done with what it sees, each part by itself.
//   npm run bench:obstacles -- --part avoid [--runs N] [--filter TEXT] [--jobs N] [--json FILE] [--out DIR] [--eye depth|truth|none]
// avoid: rooms with six things on the floor, cleaned in closed loop; counts passes, touches and what was driven over, from the true pose.
// homes: whole homes with the camera and blind: coverage beyond berths, time, touches, ghosts.
// detector: the learned detectors' cost, agreement with a reference, and what they find.
// jpeg: what a picture of a camera that compresses costs.
// memory: what the robot's processes weigh with camera and detector.
// render: what a picture of the simulated camera costs.
// Each part says in its file (obstaclesPART.ts) what else it takes.
import { endBench } from './benchArgs.ts';

/** Each reads its own command line. */
const parts: Readonly<Record<string, () => Promise<unknown>>> = {
  avoid: () => import('./obstaclesAvoid.ts'),
  detector: () => import('./obstaclesDetector.ts'),
  homes: () => import('./obstaclesHomes.ts'),
  jpeg: () => import('./obstaclesJpeg.ts'),
  memory: () => import('./obstaclesMemory.ts'),
  render: () => import('./obstaclesRender.ts'),
  see: () => import('./obstaclesSee.ts'),
};

const at = process.argv.indexOf('--part');
const run = parts[process.argv[at + 1] ?? ''];
if (at < 0 || run === undefined) endBench(`--part PART: there are ${Object.keys(parts).join(', ')}`);
await run();
