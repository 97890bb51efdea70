import { initPhysics } from '@homebound/sim';
import { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { SceneBuilder } from '../../sim/src/scenes/sceneBuilder.ts';

beforeAll(() => initPhysics());

/** Two rooms of 1.7 m by 1.4, a door of 0.8 m between them, and a threshold in it. */
function twoRooms(height_m: number): ConstructorParameters<typeof SimulatedHome>[0]['world'] {
  const scene = new SceneBuilder().room(1.7, 2.9).wallWithGaps(0, 1.45, 1.7, 1.45, [[0.45, 1.25]]);
  scene.patch('threshold', [0.45, 1.4, 1.25, 1.5], height_m);
  return scene.build('two rooms', { x: 0.5, y: 0.24, theta: Math.PI / 2 });
}

test.each([11, 20])('with a camera, a threshold of %i mm shuts no room, and is driven onto slowly', (mm) => {
  const home = new SimulatedHome({ world: twoRooms(mm / 1000), seed: 1, camera: 'depth' });
  let fastest_mps = 0;
  let crossings = 0;
  let lastY = 0;
  home.simulator.onStep(({ T_world_base: { x, y }, v_mps }) => {
    if ((y - 1.45) * (lastY - 1.45) < 0) crossings++;
    lastY = y;
    if (Math.abs(y - 1.45) < 0.1 && Math.abs(x - 0.85) < 0.4) fastest_mps = Math.max(fastest_mps, Math.abs(v_mps));
  });
  home.startJob();
  while (!home.isOver && home.graph.now_s() < 900) home.graph.runFor(1);
  expect(home.state).toMatchObject({ state: 'finished' });
  expect(crossings).toBeGreaterThan(1);
  expect(fastest_mps).toBeLessThan(0.17);
  expect(home.referee.score().coverage).toBeGreaterThan(0.93);
  home.close();
});
