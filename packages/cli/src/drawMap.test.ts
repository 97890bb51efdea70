import { cos, driveArc, identity, type SE2, sin } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { drawMap, type PlacedScan } from './drawMap.ts';

const beams = 720;
const sweep_s = 0.2;
const T_base_lidar: SE2 = { x: 0.1, y: 0, theta: 0.4 };

/** Range along a heading from a place in a room of 4 x 3 m whose corner is the origin. */
function rangeAt(x: number, y: number, heading: number): number {
  const [c, s] = [cos(heading), sin(heading)];
  return Math.min(((c > 0 ? 4 : 0) - x) / c, ((s > 0 ? 3 : 0) - y) / s);
}

/** What a turning lidar sees of it while the robot drives at 0.3 m/s and turns at 1 rad/s. */
function scanAt(stamp_s: number, T_map_base: (stamp_s: number) => SE2): ScanRecord {
  const step = (2 * Math.PI) / beams;
  const ranges_m = Float32Array.from({ length: beams }, (_, i) => {
    const { x, y, theta } = T_map_base(stamp_s + (i * sweep_s) / beams);
    const [lx, ly] = [x + T_base_lidar.x * cos(theta), y + T_base_lidar.x * sin(theta)];
    return rangeAt(lx, ly, theta + T_base_lidar.theta + i * step);
  });
  return {
    kind: 'scan',
    stamp_s,
    angleMin_rad: 0,
    angleIncrement_rad: step,
    timeIncrement_s: sweep_s / beams,
    scanTime_s: sweep_s,
    rangeMin_m: 0.1,
    rangeMax_m: 10,
    ranges_m,
  };
}

test.each([0.05, 0.025])(
  'a room is drawn to the cell in cells of %f m, the motion within scans taken out',
  (cell_m) => {
    // Odometry begins at the origin of its own frame; the robot really began elsewhere.
    const start: SE2 = { x: 1.5, y: 1.2, theta: 0.3 };
    const T_odom_base = (stamp_s: number): SE2 => driveArc(identity, 0.3, 1, stamp_s);
    const T_map_base = (stamp_s: number): SE2 => driveArc(start, 0.3, 1, stamp_s);
    const scans = Array.from({ length: 20 }, (_, k): PlacedScan => {
      const stamp_s = 0.25 * k;
      return { scan: scanAt(stamp_s, T_map_base), T_map_base: T_map_base(stamp_s) };
    });
    const { width, height, originX_m, originY_m, data } = drawMap(scans, T_base_lidar, T_odom_base, cell_m)!;
    let walls = 0;
    for (let iy = 0; iy < height; iy++)
      for (let ix = 0; ix < width; ix++) {
        const x = originX_m + (ix + 0.5) * cell_m;
        const y = originY_m + (iy + 0.5) * cell_m;
        const toWall_m = Math.min(Math.abs(x), Math.abs(x - 4), Math.abs(y), Math.abs(y - 3));
        const isOccupied = data[iy * width + ix] > 65;
        // A cell holds a wall when that runs through it, or along its border.
        if (isOccupied) expect(toWall_m).toBeLessThan(cell_m);
        if (isOccupied) walls++;
        const isInside = x > 0 && x < 4 && y > 0 && y < 3;
        if (isInside && toWall_m > cell_m) expect(data[iy * width + ix]).toBeLessThan(20);
      }
    // The walls are 14 m long; a cell of them may miss its few beams.
    expect(walls).toBeGreaterThan((0.9 * 14) / cell_m);
  },
);

test('of nothing there is no map', () => {
  expect(drawMap([], identity, () => identity, 0.05)).toBeUndefined();
});

test('cells so small that no picture holds them are refused by name', () => {
  const scan = { ...scanAt(0, () => identity), angleIncrement_rad: 0.5 * Math.PI, timeIncrement_s: 0 };
  const fourBeams = { ...scan, ranges_m: Float32Array.of(3, 3, 3, 3) };
  const draw = () => drawMap([{ scan: fourBeams, T_map_base: identity }], identity, () => identity, 0.0005);
  // 6 m across, in both directions: 12001 cells, 1.44e8 in all
  expect(draw).toThrow(/--resolution 0.0005: the map would have 12001 x 12001 cells .* choose larger ones/);
});
