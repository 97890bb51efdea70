import { hypot } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { initPhysics, PlanarWorld } from '../physics/planarWorld.ts';
import { roomWorld } from '../testWorlds.ts';
import type { Walker } from './actor.ts';
import { Feet } from './feet.ts';

beforeAll(initPhysics);

const DT = 0.02;
const walker: Walker = { kind: 'person', name: 'ann', speed_mps: 0.8, startsAfter_s: 0, legs: [] };

test('who turns on the spot shoves a robot beside the shoes, and does not kick it away', () => {
  const physics = new PlanarWorld(roomWorld(4, 4, { x: 1, y: 1, theta: 0 }), defaultGeometry, new Float64Array(0), DT);
  const feet = new Feet(walker, physics, { x: 2, y: 2, theta: 0 }, false);
  // The left shoe's tip is at (2.18, 2.1 to 2.145), where the robot touches it.
  physics.placeRobot(2.1, 2.145 + defaultGeometry.bodyRadius_m - 0.0005);
  let fastest_mps = 0;
  let shoved_m = 0;
  for (let k = 0; k < 50; k++) {
    const { x, y } = { ...physics.robotPosition() };
    feet.moveTo({ x: 2, y: 2, theta: 0.35 }, 0);
    physics.step(0, 0, 0.6);
    const way_m = hypot(physics.robotPosition().x - x, physics.robotPosition().y - y);
    fastest_mps = Math.max(fastest_mps, way_m / DT);
    shoved_m += way_m;
  }
  // 3 rad/s at 0.23 m from the middle of the feet; turned at once the shoe threw the robot at 1.7 m/s.
  expect(shoved_m).toBeGreaterThan(0.01);
  expect(fastest_mps).toBeLessThan(0.8);
  physics.free();
});
