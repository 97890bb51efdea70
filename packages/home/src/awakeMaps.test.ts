import { encodeHomeMap } from '@homebound/formats';
import { sampleFloor, sampleHomeMap, sampleRooms } from './sampleHomeMap.ts';
import { testHome } from './testHome.ts';

test('rooms told before a map is saved are written with it, later ones at once, and the next run has them', async () => {
  let test = await testHome();
  const keeper = await test.home.wake('Home', 0.05);
  keeper.keepHome(0, sampleRooms('Salon'));
  expect(keeper.floors).toEqual([]);
  keeper.save(0, { ...sampleFloor(), resolution_m: 0.05 }, 0);
  test = await test.again();
  const second = await test.home.wake('Home', 0.05);
  expect(second.floors[0].home?.rooms.rooms[0].name).toBe('Salon');
  second.keepHome(0, sampleRooms('Library'));
  // A map saved anew keeps what was told last, in this run and in the next.
  second.save(0, sampleFloor(), 1);
  test = await test.again();
  const third = await test.home.wake('Home', 0.05);
  expect(third.floors[0].home?.rooms.rooms[0].name).toBe('Library');
  expect(test.warnings).toEqual([]);
});

test('a map begun beside another of the same name has a name of its own and comes after it', async () => {
  let test = await testHome();
  for (let k = 0; k < 3; k++) {
    (await test.home.wake('Home', 0.05)).save(k, sampleFloor(), 0);
    test.time.now_s += 1;
    test = await test.again();
  }
  const { floors, keepHome } = await test.home.wake('Home', 0.05);
  expect(floors.map(({ name }) => name)).toEqual(['Home', 'Home 2', 'Home 3']);
  // The rooms of one are not those of another.
  keepHome(1, sampleRooms('Attic'));
  test = await test.again();
  const later = await test.home.wake('Home', 0.05);
  expect(later.floors.map(({ home }) => home?.rooms.rooms[0].name)).toEqual([undefined, 'Attic', undefined]);
});

test('what a person deleted or went back with is not kept again by the robot that still has it in mind', async () => {
  const test = await testHome();
  const told: string[] = [];
  test.home.onChange(({ what }) => told.push(what));
  const keeper = await test.home.wake('Home', 0.05);
  keeper.save(0, sampleFloor(), 0);
  await test.home.desk.ask('deleteMap', { id: 'home' }, 'here');
  expect(told).toEqual(['maps']);
  keeper.save(0, sampleFloor(), 0);
  keeper.keepHome(0, sampleRooms('Salon'));
  expect((await test.home.desk.ask('listMaps', {}, 'here')).answer.maps).toEqual([]);
  // Woken anew it begins a map; what the one before still tells is nobody's.
  const anew = await test.home.wake('Home', 0.05);
  await Promise.resolve();
  keeper.save(0, sampleFloor(), 0);
  expect((await test.home.desk.ask('listMaps', {}, 'here')).answer.maps).toEqual([]);
  anew.save(0, sampleFloor(), 0);
  const { maps } = (await test.home.desk.ask('listMaps', {}, 'here')).answer;
  expect(maps.map(({ id, rooms }) => [id, rooms])).toEqual([['home', 0]]);
  expect(test.warnings).toEqual([]);
});

test('a map of other cells, or one that cannot be read, keeps the robot from nothing and stays as it is', async () => {
  const test = await testHome();
  (await test.home.wake('Home', 0.05)).save(0, sampleFloor(), 0);
  const coarse = await test.home.wake('Home', 0.1);
  expect(coarse.floors).toEqual([]);
  expect(test.warnings).toEqual([
    'The map Home has cells of 0.05 m, this run is set to 0.1 m; add --resolution 0.05. The robot goes on without this map',
  ]);
  coarse.save(0, sampleFloor(), 0);
  const ids = async () => (await test.home.desk.ask('listMaps', {}, 'here')).answer.maps.map(({ id }) => id);
  expect(await ids()).toEqual(['home', 'home-2']);
  const [object] = test.data.names().filter((file) => /^[0-9a-f]{32}$/.test(file) && test.data.read(file).length > 400);
  test.data.overwrite(object, new Uint8Array(64));
  test.warnings.length = 0;
  await test.home.wake('Home', 0.05);
  expect(test.warnings.join()).toMatch(
    /^No revision of the map home(-2)? can be read: .*The robot goes on without this map/,
  );
  expect(await ids()).toEqual(['home', 'home-2']);
});

test('what is saved under way gives way to the next save: the maps of earlier runs stay to go back to', async () => {
  let test = await testHome();
  const first = await test.home.wake('Home', 0.05);
  first.save(0, sampleFloor(), 0);
  test = await test.again();
  const second = await test.home.wake('Home', 0.05);
  const earlier = async () => (await test.home.desk.ask('listMaps', {}, 'here')).answer.maps.map((map) => map.earlier);
  for (let k = 0; k < 4; k++) {
    second.save(0, sampleFloor(), k, true);
    // Each was written before the next: of those that wait the newest alone would be.
    expect(await earlier()).toEqual([1]);
  }
  test = await test.again();
  const third = await test.home.wake('Home', 0.05);
  for (const isUnderway of [true, false]) {
    third.save(0, sampleFloor(), 0, isUnderway);
    expect(await earlier()).toEqual([2]);
  }
  expect(test.warnings).toEqual([]);
});

const bump = { id: 1, kind: 'threshold', height_m: 0.012, x: 1, y: 2, radius_m: 0.1 };
const DAY_S = 86_400;

test('what was dismissed is kept with its map, 90 days from when it was said, and goes with the map', async () => {
  let test = await testHome();
  /** Opened anew, so many days after it was first. */
  const laterBy = async (days: number) => {
    const next = await test.again();
    next.time.now_s += days * DAY_S;
    return next;
  };
  const keeper = await test.home.wake('Home', 0.05);
  // Said before the map is saved for the first time: it is written with it.
  keeper.keepDismissals(0, [bump]);
  keeper.save(0, sampleFloor(), 0);
  test.time.now_s += 30 * DAY_S;
  // Moved by a correction, and a second one: the first is as old as it was.
  keeper.keepDismissals(0, [
    { ...bump, x: 1.5 },
    { ...bump, id: 2 },
  ]);
  keeper.keepHome(0, sampleRooms('Salon'));
  test = await laterBy(30);
  const second = await test.home.wake('Home', 0.05);
  expect(second.floors[0].dismissals).toMatchObject([{ ...bump, x: 1.5 }, { id: 2 }]);
  expect(second.floors[0].home?.rooms.rooms[0].name).toBe('Salon');
  second.save(0, sampleFloor(), 1);
  test = await laterBy(91);
  expect((await test.home.wake('Home', 0.05)).floors[0].dismissals).toMatchObject([{ id: 2 }]);
  await test.home.desk.ask('deleteMap', { id: 'home' }, 'here');
  test = await test.again();
  expect((await test.home.wake('Home', 0.05)).floors).toEqual([]);
  expect(test.warnings).toEqual([]);
});

test('what was dismissed before the robot knew the time is as old as it is, and what a wrong clock dated later is not forgotten', async () => {
  let test = await testHome();
  const found_s = test.time.now_s;
  test.time.now_s = 1000;
  const keeper = await test.home.wake('Home', 0.05);
  keeper.save(0, sampleFloor(), 0);
  keeper.keepDismissals(0, [bump]);
  test.time.now_s = found_s;
  test.home.clockStore.timeFound?.(found_s - 1000);
  test = await test.again();
  const floors = (await test.home.wake('Home', 0.05)).floors;
  expect(floors[0].dismissals).toMatchObject([{ id: 1, said_s: found_s }]);
  test = await test.again();
  test.time.now_s = found_s - 400 * DAY_S;
  expect((await test.home.wake('Home', 0.05)).floors[0].dismissals).toMatchObject([{ said_s: found_s - 400 * DAY_S }]);
});

test('a map that an earlier version kept has nothing dismissed, and takes it', async () => {
  let test = await testHome();
  await test.home.wake('Home', 0.05);
  await test.home.desk.ask('importMap', { name: 'Old' }, 'here', encodeHomeMap(sampleHomeMap('old')));
  const keeper = await test.home.wake('Home', 0.05);
  expect(test.warnings).toEqual([]);
  expect(keeper.floors[0].dismissals).toEqual([]);
  keeper.keepDismissals(0, [bump]);
  test = await test.again();
  expect((await test.home.wake('Home', 0.05)).floors[0].dismissals).toMatchObject([bump]);
});
