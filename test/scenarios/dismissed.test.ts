import { qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { initPhysics, objectPiece, type World } from '@homebound/sim';
import { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { SceneBuilder } from '../../sim/src/scenes/sceneBuilder.ts';
import { box } from '../helpers/twoRooms.ts';
import { homeRig } from '../security/homeRig.ts';

beforeAll(() => initPhysics());

/** A room that looks another from each of its sides, with a shoe in front of the dock. */
function room(): World {
  const scene = new SceneBuilder().room(4, 3);
  scene.put(objectPiece('shoe'), 2.2, 1.5, 0.4);
  const world = scene.build('shoe', { x: 2, y: 0.24, theta: Math.PI / 2 });
  return { ...world, solids: [...world.solids, box('shelf', 0.4, 2.7, 0.8, 0.5), box('pillar', 3.6, 1.1, 0.3, 0.3)] };
}

/** A robot with an eye in that room, and what it says. */
async function woken(rig: Awaited<ReturnType<typeof homeRig>>) {
  const home = new SimulatedHome({ world: room(), seed: 3, camera: 'depth', keeper: await rig.home.wake('Home') });
  let said = homebound_interfaces.Obstacles.create();
  let place = homebound_interfaces.SlamState.create();
  const { outside } = home.graph;
  outside.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, (m) => {
    said = m;
  });
  outside.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => {
    place = m;
  });
  const ask = outside.client(homebound_interfaces.DismissObstacle, 'dismiss_obstacle');
  const until = async (limit_s: number, isSo: () => boolean): Promise<void> => {
    const end_s = home.graph.now_s() + limit_s;
    while (!isSo() && home.graph.now_s() < end_s) {
      home.graph.runFor(0.5);
      // The store's work is done between steps.
      await new Promise((next) => setImmediate(next));
    }
    if (!isSo()) throw new Error(`not so after ${limit_s} s: ${isSo}; ${home.state.state}: ${home.state.reason}`);
  };
  return { home, ask, until, said: () => said, place: () => place };
}

test('what was dismissed is no obstacle after a restart, until the map is deleted', async () => {
  const rig = await homeRig();
  const first = await woken(rig);
  first.home.startJob();
  const avoided = () => first.said().obstacles.filter(({ berth, is_dismissed }) => berth > 0 && !is_dismissed);
  await first.until(200, () => avoided().length > 0);
  const [thing] = avoided();
  first.ask.call({ id: thing.id, is_dismissed: true }, () => {});
  await first.until(1, () => first.said().dismissals.length === 1);
  // A map is saved at rest.
  first.home.command('dock');
  await first.until(120, () => first.home.state.state === 'charging' || first.home.state.state === 'finished');
  await first.until(20, () => rig.data.journal.length > 0);
  first.home.graph.runFor(10);
  await new Promise((next) => setImmediate(next));
  first.home.close();

  const second = await woken(rig);
  second.home.startJob();
  await second.until(60, () => second.place().state === 'located');
  await second.until(5, () => second.said().dismissals.length === 1);
  expect(second.said().dismissals[0]).toMatchObject({ id: 1, kind: thing.kind });
  await second.until(200, () => second.said().obstacles.some(({ is_dismissed }) => is_dismissed));
  const again = second.said().obstacles.find(({ is_dismissed }) => is_dismissed);
  expect([again?.berth, Math.abs((again?.height ?? 0) - thing.height) < 0.02]).toEqual([0, true]);
  second.home.close();

  const [{ id }] = (await rig.home.desk.ask('listMaps', {}, 'here')).answer.maps;
  await rig.home.desk.ask('deleteMap', { id }, 'here');
  expect((await rig.home.wake('Home')).floors).toEqual([]);
  expect(rig.warnings).toEqual([]);
});
