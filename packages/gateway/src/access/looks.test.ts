import { type TestHouseOptions, testHouse } from '../testHouse.ts';
import { look_s } from './looks.ts';

const views = ['state', 'map.json', 'map.png', 'rooms'];

/** The routes by which a paired device sees the home while nobody in it is told, or finds it written down. */
async function unseen(routes?: NonNullable<TestHouseOptions['parts']>['routes']): Promise<string[]> {
  const found: string[] = [];
  for (const view of views) {
    const house = testHouse({ parts: routes && { routes } });
    const token = await house.pairAs('viewer');
    const { status } = await house.ask('GET', `/api/v1/${view}`, { token });
    const isWritten = house.audit.read().some(({ kind, what }) => kind === 'login' && what === 'look');
    if (status !== 200 || house.desk.looks.devices.length !== 1 || !isWritten) found.push(view);
  }
  return found;
}

test('T-ABUSE: who asks for the map, the state or the rooms without a page looks at the home, and is told of', async () => {
  expect(await unseen()).toEqual([]);
});

test('T-ABUSE, planted fault: a route that shows the map and counts nobody', async () => {
  const silent = (sound: Parameters<NonNullable<Parameters<typeof unseen>[0]>>[0]) =>
    sound.map((route) => {
      const { handle } = route;
      if (route.key !== 'GET /api/v1/map.json') return route;
      return { ...route, handle: (call: Parameters<typeof handle>[0]) => handle({ ...call, who: undefined }) };
    });
  expect(await unseen(silent)).toEqual(['map.json']);
});

test('a device that goes on asking looks all the time, and is written down once; one that has stopped does not', async () => {
  const house = testHouse();
  const token = await house.pairAs('viewer');
  let changes = 0;
  house.desk.looks.onChange = () => changes++;
  for (let n = 0; n < 10; n++) {
    await house.ask('GET', '/api/v1/state', { token });
    house.time.mono_s += 60;
    house.desk.looks.tick();
  }
  expect([house.desk.looks.devices.length, changes]).toEqual([1, 1]);
  house.time.mono_s += look_s;
  house.desk.looks.tick();
  expect([house.desk.looks.devices.length, changes]).toEqual([0, 2]);
  expect(house.audit.read().filter(({ what }) => what === 'look')).toHaveLength(1);
});
