import { defaultGeometry } from '@homebound/robot';
import { box, matte, roomWorld } from '../testWorlds.ts';
import { Referee } from './referee.ts';
import { coverageCell } from './sweptFloor.ts';

const start = { x: 0.5, y: 0.5, theta: 0 };
const toy = box('toy', { x: 2, y: 1, theta: 0 }, 0.3, 0.2, { mobility: 'movable', mass_kg: 0.3, z1_m: 0.2 });

test('the floor under a pushable thing does not count, nor the 7 cm beside it that no centred brush touches', () => {
  const bare = new Referee({ world: roomWorld(4, 2, start), geometry: defaultGeometry });
  const withToy = new Referee({ world: roomWorld(4, 2, start, [toy]), geometry: defaultGeometry });
  // The same floor hangs together: the toy is no wall.
  expect(withToy.ground.reachable).toEqual(bare.ground.reachable);
  // 0.3 x 0.2 m, a strip of 0.17 - 0.10 = 0.07 m round it, with round corners.
  const expected = 0.3 * 0.2 + 2 * 0.07 * (0.3 + 0.2) + Math.PI * 0.07 * 0.07;
  const counted = bare.score().reachableArea_m2 - withToy.score().reachableArea_m2;
  expect(Math.abs(counted - expected)).toBeLessThan(0.01);
  const missed = (referee: Referee) => referee.coveragePicture().data.filter((v) => v === coverageCell.missed).length;
  expect(missed(bare) - missed(withToy)).toBe(Math.round(counted * 1e4));
  expect(withToy.sweptShare).toBe(0);
});

test('between the legs of a chair floor counts only when the body fits through', () => {
  // Four legs of 30 mm round (2, 1), so far apart between their inner sides.
  const missedUnder = (gap_m: number) => {
    const legs = [-1, 1].flatMap((i) =>
      [-1, 1].map((j) => {
        const [dx, dy] = [(i * (gap_m + 0.03)) / 2, (j * (gap_m + 0.03)) / 2];
        return { kind: 'cylinder', x_m: dx, y_m: dy, radius_m: 0.015, z0_m: 0, z1_m: 0.43, material: matte } as const;
      }),
    );
    const chair = { ...toy, name: 'chair', mass_kg: 5, T_world_solid: { x: 2, y: 1, theta: 0 }, shapes: legs };
    const referee = new Referee({ world: roomWorld(4, 2, start, [chair]), geometry: defaultGeometry });
    const { data, width, resolution_m, originX_m, originY_m } = referee.coveragePicture();
    const middle = Math.floor((1 - originY_m) / resolution_m) * width + Math.floor((2 - originX_m) / resolution_m);
    return data[middle] === coverageCell.missed;
  };
  expect(missedUnder(0.32)).toBe(false);
  expect(missedUnder(0.37)).toBe(true);
});
