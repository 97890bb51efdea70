import { createRng, type SE2 } from '@homebound/math';
import {
  cameraRigs,
  createSimulator,
  laneFloors,
  obstacleLane,
  pinhole,
  type Simulator,
  type World,
} from '@homebound/sim';
import type { RgbImage } from '@homebound/vision';
import type { Box } from './obstaclesDetectorScore.ts';

/** A picture with what is in it. */
export interface ScenePicture {
  readonly name: string;
  readonly image: RgbImage;
  readonly things: readonly (Box & { readonly name: string })[];
}

const PICTURES = 12;
/** Of what a person would see as a thing: smaller ones, and those that the picture's edge cuts, are not counted. */
const LEAST_SIDE_PX = { small: 8, large: 16 };

/** Pictures of a lane of small things with a person and a pet that stand there, from random places that look at one of them. */
export function scenePictures(seed: number, size: 'small' | 'large'): ScenePicture[] {
  const rng = createRng(1000 + seed);
  const world = withActors(obstacleLane(`lane-${seed}`, { seed, floor: laneFloors[seed % laneFloors.length] }));
  const both = cameraRigs.rgbd.depth!;
  const model = size === 'small' ? both : pinhole(640, 480, (75 * Math.PI) / 180, both.mount, both.distortion);
  const simulator = createSimulator({ world, seed, camera: { rig: { color: model, depth: model } } });
  const targets = world.solids
    .filter(({ name }) => nameOf(name) !== undefined)
    .map(({ T_world_solid: { x, y } }) => ({ x, y }));
  targets.push(...actorPlaces);
  const out: ScenePicture[] = [];
  let now_s = 0;
  simulator.body.camera?.open();
  for (let n = 0; n < PICTURES; n++) {
    simulator.control.place(viewOf(targets, rng));
    let color: Uint8Array | undefined;
    // The first pictures after it was set down show it sway.
    for (let k = 0; k < 20; k++) {
      now_s += 0.02;
      simulator.body.poll(now_s);
      for (const frame of simulator.body.camera?.poll(now_s) ?? [])
        if (frame.kind === 'color') color = frame.data.slice();
    }
    const image = { width_px: model.width_px, height_px: model.height_px, data: color! };
    out.push({ name: `${world.name}-${n}`, image, things: thingsIn(simulator, model.width_px, LEAST_SIDE_PX[size]) });
  }
  simulator.free();
  return out;
}

const actorPlaces = [
  { x: 0.5, y: 2.6 },
  { x: 3.5, y: 0.5 },
];

/** One stands in a corner, the other lies in another. */
function withActors(world: World): World {
  const stays = ({ x, y }: { x: number; y: number }) => ({
    speed_mps: 0.5,
    legs: [{ way: Float64Array.of(x, y, x + 0.05, y), rest_s: 1000 }],
    startsAfter_s: 1000,
  });
  const actors = [
    { kind: 'person' as const, name: 'person', ...stays(actorPlaces[0]) },
    { kind: 'pet' as const, name: 'pet', ...stays(actorPlaces[1]) },
  ];
  return { ...world, actors };
}

/** A place from which one of the things is ahead, 0.4 to 1.3 m away, the robot clear of the others. */
function viewOf(targets: readonly { x: number; y: number }[], rng: ReturnType<typeof createRng>): SE2 {
  for (;;) {
    const { x, y } = targets[rng.int(targets.length)];
    const [away, azimuth, aside] = [
      0.55 + 0.9 * rng.uniform(),
      2 * Math.PI * rng.uniform(),
      0.4 * (rng.uniform() - 0.5),
    ];
    const at = { x: x - away * Math.cos(azimuth), y: y - away * Math.sin(azimuth) };
    const isInside = at.x > 0.25 && at.x < 3.75 && at.y > 0.25 && at.y < 2.75;
    if (isInside && targets.every((one) => Math.hypot(one.x - at.x, one.y - at.y) > 0.4))
      return { ...at, theta: azimuth + aside };
  }
}

/** The boxes of what the pixels truly look at. */
function thingsIn(simulator: Simulator, width: number, leastSide_px: number): ScenePicture['things'] {
  const { names, labels } = simulator.cameraTruth()!;
  const height = labels.length / width;
  const boxes = new Map<string, { left_px: number; top_px: number; right_px: number; bottom_px: number }>();
  for (let i = 0; i < labels.length; i++) {
    const name = nameOf(names[labels[i]]);
    if (name === undefined) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    const key = name === 'person' ? name : names[labels[i]];
    const box = boxes.get(key) ?? { left_px: x, top_px: y, right_px: x + 1, bottom_px: y + 1 };
    box.left_px = Math.min(box.left_px, x);
    box.right_px = Math.max(box.right_px, x + 1);
    box.top_px = Math.min(box.top_px, y);
    box.bottom_px = Math.max(box.bottom_px, y + 1);
    boxes.set(key, box);
  }
  return [...boxes].flatMap(([key, box]) => {
    const name = nameOf(key)!;
    const isCut =
      box.left_px === 0 ||
      box.right_px === width ||
      box.bottom_px === height ||
      (box.top_px === 0 && name !== 'person');
    const side = Math.min(box.right_px - box.left_px, box.bottom_px - box.top_px);
    return isCut || side < leastSide_px ? [] : [{ name, ...box }];
  });
}

const known = /^(sock|shoe|slipper|cable|charger|brick|pet_waste|bowl|scale|toy_car|bottle|book|person|pet)\b/;

/** What a solid is, of those that are looked for. */
function nameOf(solid: string): string | undefined {
  return known.exec(solid.replace(/[-\s]\d.*$/, ''))?.[1];
}
