import { defaultGeometry } from '@homebound/robot';
import { box, roomWorld } from '../testWorlds.ts';
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
