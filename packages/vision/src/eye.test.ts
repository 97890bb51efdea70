import { createRng } from '@homebound/math';
import { defaultGeometry, type FloorKind, type FloorRecord, floorKinds, type RobotGeometry } from '@homebound/robot';
import { limitsOf } from './bodyLimits.ts';
import { defaultDepthNoise } from './depthNoise.ts';
import { Eye } from './eye.ts';
import { ObstacleMap } from './obstacleMap.ts';
import { renderDepth, type TestScene, testCamera, testLaser } from './testScene.ts';

const body = { T_odom_base: { x: 0, y: 0, theta: 0 }, tilt: { pitch_rad: 0, roll_rad: 0 } };
const here = body.T_odom_base;
/** A larger robot: its lidar at 12 cm. */
const large: RobotGeometry = {
  ...defaultGeometry,
  bodyRadius_m: 0.2,
  bodyHeight_m: 0.125,
  lidar: { ...defaultGeometry.lidar, z_m: 0.12 },
};

function look(scene: TestScene, geometry?: RobotGeometry): FloorRecord {
  const data = renderDepth(scene, here, { noise: defaultDepthNoise, rng: createRng(5) });
  const view = new Eye({ depth: testCamera }, geometry).look({ kind: 'depth', stamp_s: 3, data }, body);
  if (view === undefined) throw new Error('the look was refused');
  return view;
}

const count = ({ kinds }: FloorRecord, kind: FloorKind): number => kinds.filter((k) => floorKinds[k] === kind).length;

test("a look begins at the body's front edge, whatever finds the floor in it", () => {
  const bare = { things: [] };
  expect([look(bare).originX_m, look(bare, large).originX_m]).toEqual([0.17, 0.2]);
  const laser = { kind: 'laser', stamp_s: 3, exposure_s: 0, data: new Uint8Array(320 * 240) } as const;
  expect(new Eye({ laser: testLaser }, large).look(laser, body)?.originX_m).toBe(0.2);
  const color = { kind: 'color', stamp_s: 3, exposure_s: 0, data: new Uint8Array(160 * 120 * 3) } as const;
  expect(new Eye({ color: testCamera }, large).look(color, body)?.originX_m).toBe(0.2);
});

test('what hangs at 11 cm stops a body of 12.5 cm, and none of 9.5', () => {
  const sofa: TestScene = {
    things: [{ shape: 'box', x: 0.8, y: 0, sizeX: 0.3, sizeY: 0.8, sizeZ: 0.3, z0: 0.11 }],
  };
  expect(count(look(sofa), 'overhang')).toBe(0);
  expect(count(look(sofa, large), 'overhang')).toBeGreaterThan(10);
});

test('a box of 11 cm is left to a lidar at 9 cm, and told where the lidar sits at 12', () => {
  const crate: TestScene = { things: [{ shape: 'box', x: 0.6, y: 0, sizeX: 0.1, sizeY: 0.2, sizeZ: 0.11 }] };
  const told = (geometry?: RobotGeometry): number[] => {
    const map = new ObstacleMap(geometry);
    const view = look(crate, geometry);
    for (let k = 0; k < 10; k++) map.add({ ...view, stamp_s: 3 + 0.1 * k }, here);
    return map.obstacles(4).map(({ height_m }) => height_m);
  };
  expect(told()).toEqual([]);
  expect(told(large)).toHaveLength(1);
  expect(told(large)[0]).toBeCloseTo(0.11, 2);
});

test('a sensor that is twice as noisy makes cords of bare floor, unless its rig says so', () => {
  const noise = { base_m: 0.002, growth_pm: 0.016 };
  const rng = createRng(3);
  let [unsaid, said] = [0, 0];
  for (let k = 0; k < 8; k++) {
    const data = renderDepth({ things: [] }, here, { noise, rng });
    const frame = { kind: 'depth', stamp_s: k, data } as const;
    for (const [rig, add] of [
      [{ depth: testCamera }, (cells: number) => (unsaid += cells)],
      [{ depth: { ...testCamera, noise } }, (cells: number) => (said += cells)],
    ] as const) {
      const view = new Eye(rig).look(frame, body);
      if (view === undefined) throw new Error('the look was refused');
      add(count(view, 'thin') + count(view, 'low'));
    }
  }
  expect(unsaid).toBeGreaterThan(100);
  expect(said).toBeLessThan(unsaid / 4);
});

test('a body that cannot be is refused', () => {
  expect(() => limitsOf({ ...defaultGeometry, bodyHeight_m: Number.NaN })).toThrow(
    'must be > 0 m, got 0.17, NaN, 0.09',
  );
  expect(() => new ObstacleMap({ ...defaultGeometry, bodyRadius_m: 0 })).toThrow('got 0, 0.095, 0.09');
  expect(() => new Eye({ depth: { ...testCamera, noise: { base_m: 0, growth_pm: 0 } } })).toThrow(
    'noise must be > 0 m',
  );
});
