import { atan2, cos, type Rng, sin } from '@homebound/math';
import { black, block, fabric, post, shaped, steel, white, wood } from '../homes/furniture/parts.ts';
import type { Piece } from '../homes/furniture/piece.ts';
import type { Appearance, Color, Material, Shape } from '../world.ts';

/**
 * What people and pets leave on the floor. `shapes` is what the robot, its lidar and the referee meet, the block around it; `seen` is what a
 * camera sees of it. What is heavier than its friction is pushed; what is flatter than a climb is driven over.
 */
function loose(
  kind: string,
  mass_kg: number,
  shape: Shape,
  seen: readonly Shape[],
  size?: readonly [number, number],
): Piece {
  const round = shape.kind === 'cylinder' ? 2 * shape.radius_m : 0;
  const [sizeX_m, sizeY_m] = size ?? (shape.kind === 'box' ? [shape.sizeX_m, shape.sizeY_m] : [round, round]);
  return { kind, mass_kg, sizeX_m, sizeY_m, shapes: [shape], seen };
}

/** A block, a dome, a ball or a roll around (x, y), in one colour. */
function part(
  at: readonly [number, number],
  size: readonly [number, number],
  z: readonly [number, number],
  look: Appearance,
  rounded?: 'dome' | 'ball' | 'roll',
  material: Material = fabric,
  yaw_rad = 0,
): Shape {
  return shaped(block(at[0], at[1], size[0], size[1], z[0], z[1], material, yaw_rad), look, rounded);
}

/** A flat round spot that stands a little out of what it is on. */
function spot(x_m: number, y_m: number, radius_m: number, z1_m: number, color: Color, material = fabric): Shape {
  return { ...post(x_m, y_m, radius_m, 0, z1_m, material), appearance: { color } };
}

const plain = (color: Color): Appearance => ({ color });
const woven = (color: Color): Appearance => ({ color, pattern: 'pile', repeat_m: 0.003 });

export function sock(color: Color = [96, 112, 150]): Piece {
  const look = woven(color);
  return loose('sock', 0.05, block(0, 0, 0.2, 0.08, 0, 0.025, fabric), [
    part([0.03, 0], [0.14, 0.08], [0, 0.025], look, 'dome'),
    part([-0.05, 0.005], [0.1, 0.065], [0, 0.02], look, 'dome'),
  ]);
}

export function shoe(color: Color = [42, 40, 44]): Piece {
  return loose('shoe', 0.4, block(0, 0, 0.1, 0.28, 0, 0.09, black), [
    part([0, 0], [0.1, 0.28], [0, 0.022], plain([205, 200, 190]), undefined, white),
    part([0, 0.055], [0.094, 0.165], [0.018, 0.07], plain(color), 'dome', black),
    part([0, -0.075], [0.084, 0.115], [0.018, 0.09], plain(color), 'dome', black),
    part([0, -0.06], [0.07, 0.12], [0.02, 0.082], plain(color), undefined, black),
  ]);
}

export function slipper(color: Color = [128, 66, 60]): Piece {
  return loose('slipper', 0.15, block(0, 0, 0.1, 0.28, 0, 0.06, fabric), [
    part([0, 0], [0.095, 0.28], [0, 0.015], plain([90, 80, 70])),
    part([0, 0.05], [0.1, 0.17], [0.01, 0.06], woven(color), 'dome'),
  ]);
}

export function charger(color: Color = [36, 36, 38]): Piece {
  const look = { color, gloss: 0.08 };
  return loose('charger', 0.12, block(0, 0, 0.06, 0.04, 0, 0.028, black), [
    part([0, 0], [0.06, 0.04], [0, 0.028], look, undefined, black),
  ]);
}

export function petWaste(color: Color = [88, 62, 40]): Piece {
  const look: Appearance = { color, pattern: 'mottled', repeat_m: 0.02 };
  return loose('petWaste', 0.1, block(0, 0, 0.09, 0.04, 0, 0.03, fabric), [
    part([0, 0], [0.09, 0.04], [0, 0.03], look, 'dome'),
  ]);
}

export function bowl(color: Color = [168, 172, 176]): Piece {
  const rim = { ...post(0, 0, 0.08, 0, 0.05, steel), appearance: { color, gloss: 0.25 } };
  return loose('bowl', 0.5, post(0, 0, 0.08, 0, 0.05, steel), [rim, spot(0, 0, 0.072, 0.0504, [110, 84, 58])]);
}

export function toyCar(color: Color = [200, 44, 40]): Piece {
  const wheel = (x: number, y: number): Shape =>
    part([x, y], [0.006, 0.014], [0, 0.014], plain([28, 28, 28]), 'roll', black, Math.PI / 2);
  return loose('toyCar', 0.06, block(0, 0, 0.07, 0.03, 0, 0.025, white), [
    part([0, 0], [0.07, 0.028], [0.005, 0.016], { color, gloss: 0.1 }, undefined, white),
    part([-0.004, 0], [0.038, 0.025], [0.016, 0.025], { color, gloss: 0.1 }, undefined, white),
    wheel(0.022, 0.0125),
    wheel(0.022, -0.0125),
    wheel(-0.022, 0.0125),
    wheel(-0.022, -0.0125),
  ]);
}

export function bottle(color: Color = [74, 128, 86]): Piece {
  const look = { color, gloss: 0.2 };
  return loose(
    'bottle',
    0.3,
    block(0, 0, 0.2, 0.05, 0, 0.065, white),
    [
      part([-0.025, 0], [0.15, 0.065], [0, 0.065], look, 'roll', white),
      part([0.075, 0], [0.05, 0.03], [0.017, 0.047], look, 'roll', white),
    ],
    [0.2, 0.065],
  );
}

export function toyBlock(color: Color = [226, 178, 44]): Piece {
  return loose('toyBlock', 0.08, block(0, 0, 0.06, 0.06, 0, 0.06, wood), [
    part([0, 0], [0.06, 0.06], [0, 0.06], plain(color), undefined, wood),
  ]);
}

export function ball(color: Color = [210, 210, 60]): Piece {
  return loose('ball', 0.12, post(0, 0, 0.06, 0, 0.12, white), [
    part([0, 0], [0.12, 0.12], [0, 0.12], plain(color), 'ball', white),
  ]);
}

export function powerStrip(color: Color = [232, 232, 228]): Piece {
  const sockets = [-0.11, -0.055, 0, 0.055, 0.11].map((x) => spot(x, 0, 0.02, 0.0405, [60, 60, 62]));
  return loose('powerStrip', 0.45, block(0, 0, 0.3, 0.06, 0, 0.04, white), [
    part([0, 0], [0.3, 0.06], [0, 0.04], plain(color), undefined, white),
    ...sockets,
  ]);
}

/** A small animal of plastic: a body and a head. */
export function smallToy(color: Color = [66, 150, 84]): Piece {
  return loose('smallToy', 0.06, block(0, 0, 0.08, 0.05, 0, 0.06, fabric), [
    part([-0.01, 0], [0.06, 0.05], [0, 0.045], plain(color), 'dome'),
    part([0.022, 0], [0.034, 0.034], [0.02, 0.06], plain(color), 'dome'),
  ]);
}

export function scale(color: Color = [40, 42, 46]): Piece {
  const shape = block(0, 0, 0.3, 0.3, 0, 0.025, black);
  const look = { color, gloss: 0.15 };
  return loose('scale', 1.8, shape, [
    part([0, 0], [0.3, 0.3], [0, 0.025], look, undefined, black),
    part([0, 0.1], [0.08, 0.04], [0.025, 0.0254], plain([120, 150, 130])),
  ]);
}

/** Flat things, driven over: a building brick, a book. */
export function brick(color: Color = [196, 40, 36]): Piece {
  const studs = [-0.012, -0.004, 0.004, 0.012].flatMap((x) =>
    [-0.004, 0.004].map((y) => ({ ...post(x, y, 0.0024, 0.008, 0.01, white), appearance: plain(color) })),
  );
  return {
    kind: 'brick',
    sizeX_m: 0.032,
    sizeY_m: 0.016,
    shapes: [block(0, 0, 0.032, 0.016, 0, 0.01, white)],
    seen: [part([0, 0], [0.032, 0.016], [0, 0.008], plain(color), undefined, white), ...studs],
  };
}

export function book(color: Color = [60, 84, 140]): Piece {
  return {
    kind: 'book',
    sizeX_m: 0.21,
    sizeY_m: 0.15,
    shapes: [block(0, 0, 0.21, 0.15, 0, 0.02, white)],
    seen: [
      part([0.002, 0], [0.204, 0.144], [0.002, 0.018], plain([236, 232, 220]), undefined, white),
      part([0, 0], [0.21, 0.15], [0, 0.002], plain(color), undefined, white),
      part([0, 0], [0.21, 0.15], [0.018, 0.02], plain(color), undefined, white),
      part([-0.104, 0], [0.002, 0.15], [0, 0.02], plain(color), undefined, white),
    ],
  };
}

/** Straight pieces of which a cable is made, m; a camera sees each bend in so many. */
const LINK_M = 0.12;
const BEND_PIECES = 4;
/** One pass in this many catches a cord in the brush [engineering estimate]. */
const CAUGHT = 1 / 25;

/** A cable that lies in loose bends: low, driven over, and now and then wound up by the brush. It begins at (0, 0) and runs to +y. */
export function cable(length_m: number, diameter_m: number, rng: Rng, color: Color = [34, 34, 36]): Piece {
  const shapes: Shape[] = [];
  const corners = [0, 0];
  let [x, y, heading] = [0, 0, Math.PI / 2];
  let bend = 0;
  let reach = 0;
  for (let i = 0; i < Math.round(length_m / LINK_M); i++) {
    const [dx, dy] = [LINK_M * cos(heading), LINK_M * sin(heading)];
    shapes.push(block(x + dx / 2, y + dy / 2, LINK_M, diameter_m, 0, diameter_m, black, heading));
    x += dx;
    y += dy;
    corners.push(x, y);
    reach = Math.max(reach, Math.abs(x), Math.abs(y));
    bend = 0.6 * bend + 0.35 * rng.normal();
    heading += bend;
  }
  const seen = cord(rounded(corners), diameter_m, plain(color));
  return { kind: 'cable', sizeX_m: 2 * reach, sizeY_m: 2 * reach, shapes, seen, tangles: CAUGHT };
}

/** The way through the middles of a line's pieces, rounded at its corners (quadratic Bézier curves); its ends stay. */
function rounded(p: readonly number[]): number[] {
  const way = [p[0], p[1]];
  for (let i = 2; i + 3 < p.length; i += 2) {
    const [ax, ay] = [(p[i - 2] + p[i]) / 2, (p[i - 1] + p[i + 1]) / 2];
    const [bx, by] = [(p[i] + p[i + 2]) / 2, (p[i + 1] + p[i + 3]) / 2];
    for (let k = 0; k <= BEND_PIECES; k++) {
      const t = k / BEND_PIECES;
      const [a, c, b] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      way.push(a * ax + c * p[i] + b * bx, a * ay + c * p[i + 1] + b * by);
    }
  }
  way.push(p[p.length - 2], p[p.length - 1]);
  return way;
}

/** Rolls along a way. */
function cord(way: readonly number[], diameter_m: number, look: Appearance): Shape[] {
  const rolls: Shape[] = [];
  for (let i = 2; i < way.length; i += 2) {
    const [dx, dy] = [way[i] - way[i - 2], way[i + 1] - way[i - 1]];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length < 1e-6) continue;
    const middle = [(way[i] + way[i - 2]) / 2, (way[i + 1] + way[i - 1]) / 2] as const;
    // A little longer than the way between, so that bends do not gape.
    const size = [length + 0.3 * diameter_m, diameter_m] as const;
    rolls.push(part(middle, size, [0, diameter_m], look, 'roll', black, atan2(dy, dx)));
  }
  return rolls;
}
