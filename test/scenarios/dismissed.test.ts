import { qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { initPhysics, scene } from '@homebound/sim';
import { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { homeRig } from '../security/homeRig.ts';

beforeAll(() => initPhysics());

/** A robot with an eye among the twelve things of S7, and what it says of them. */
async function woken(rig: Awaited<ReturnType<typeof homeRig>>) {
  const world = scene('S7');
  if (world === undefined) throw new Error('there is no S7');
  const home = new SimulatedHome({ world, seed: 3, camera: 'depth', keeper: await rig.home.wake('S7') });
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
  await first.until(60, () => avoided().length > 0);
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
  await second.until(60, () => second.said().obstacles.some(({ is_dismissed }) => is_dismissed));
  const again = second.said().obstacles.find(({ is_dismissed }) => is_dismissed);
  expect([again?.berth, Math.abs((again?.height ?? 0) - thing.height) < 0.02]).toEqual([0, true]);
  second.home.close();

  const [{ id }] = (await rig.home.desk.ask('listMaps', {}, 'here')).answer.maps;
  await rig.home.desk.ask('deleteMap', { id }, 'here');
  expect((await rig.home.wake('S7')).floors).toEqual([]);
  expect(rig.warnings).toEqual([]);
});
