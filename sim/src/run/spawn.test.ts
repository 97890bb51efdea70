import { initPhysics } from '../physics/planarWorld.ts';
import { roomWorld } from '../testWorlds.ts';
import { Entities } from './entities.ts';
import type { Refused } from './refused.ts';
import { SimulationRun } from './simulationRun.ts';
import { type SpawnWish, spawn, spawnables } from './spawn.ts';

beforeAll(initPhysics);

const wish: SpawnWish = {
  name: 'thing',
  mayRename: false,
  uri: '',
  resource: '',
  namespace: '',
  T_world_entity: { x: 3, y: 1, theta: 0 },
};
const model = (inside: string, attributes = 'name="post"') =>
  `<sdf version="1.9"><model ${attributes}>${inside}</model></sdf>`;
const link = (geometry: string, pose = '', name = 'l') =>
  `<link name="${name}">${pose}<collision name="c"><geometry>${geometry}</geometry></collision></link>`;
const post = model(
  `<static>true</static>${link('<cylinder><radius>0.05</radius><length>1</length></cylinder>', '<pose>0 0 0.5 0 0 0</pose>')}`,
);

function home(): { run: SimulationRun; entities: Entities } {
  const run = new SimulationRun();
  run.begin(roomWorld(5, 2, { x: 1, y: 1, theta: 0 }), 1);
  return { run, entities: new Entities(run) };
}

test('every piece of the catalogue can be set down, and stands as large as it says', () => {
  const { run, entities } = home();
  const near = (xs: readonly number[]) => xs.map((x) => expect.closeTo(x, 6));
  for (const { uri, bounds } of spawnables()) {
    const name = spawn(run, entities, { ...wish, name: '', uri });
    const { low, high } = entities.bounds(name);
    expect([low, high]).toEqual([near(bounds.low), near(bounds.high)]);
    entities.remove(name);
  }
});

test('a post from SDF stands in the way of the lidar and of the robot', () => {
  const { run, entities } = home();
  const ahead = (at_s: number) => run.body.poll(at_s).findLast((record) => record.kind === 'scan')?.ranges_m[180];
  const before = ahead(0.5);
  expect(spawn(run, entities, { ...wish, name: '', resource: post })).toBe('post');
  const { x } = run.simulator.truth().T_world_base;
  const { lidar } = run.geometry;
  // From the sensor to the post's near side; its noise is 1 cm at most here.
  expect(ahead(1)).toBeCloseTo(3 - 0.05 - x - lidar.x_m, 1);
  expect(ahead(1.5)).toBeLessThan((before as number) - 1);
  for (let k = 1; k < 500; k++) {
    run.body.drive({ v_mps: 0.3, w_radps: 0 });
    run.body.poll(1.5 + k / 50);
  }
  expect(run.simulator.truth().T_world_base.x).toBeCloseTo(3 - 0.05 - 0.17, 2);
});

test('the pose of the model itself is left out, those of its links are kept', () => {
  const { run, entities } = home();
  const two = `<static>1</static><pose>9 9 0 0 0 1</pose>${link('<box><size>0.2 0.2 1</size></box>', '<pose>0 0 0.5 0 0 0</pose>', 'a')}${link('<box><size>0.2 0.2 1</size></box>', '<pose>0.4 0 0.5 0 0 0</pose>', 'b')}`;
  const name = spawn(run, entities, {
    ...wish,
    resource: model(two),
    T_world_entity: { x: 2, y: 1, theta: Math.PI / 2 },
  });
  const { low, high } = entities.boundsInWorld(name);
  expect([low[0], high[0], low[1], high[1]].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([1.9, 2.1, 0.9, 1.5]);
});

test('a name that is taken is refused, or another one given', () => {
  const { run, entities } = home();
  const chair = { ...wish, uri: 'homebound://chair' };
  expect(spawn(run, entities, chair)).toBe('thing');
  expect(() => spawn(run, entities, chair)).toThrow('there is an entity thing already');
  expect(spawn(run, entities, { ...chair, mayRename: true })).toBe('thing_2');
  expect(spawn(run, entities, { ...chair, mayRename: true, name: '' })).toBe('chair');
});

test.each<[string, Partial<SpawnWish>, Refused['code'], string]>([
  ['nothing', {}, 'noResource', 'neither a uri nor a resource_string'],
  ['a file', { uri: 'file:///etc/passwd' }, 'unsupportedFormat', 'is none of ours'],
  ['an unknown piece', { uri: 'homebound://toString' }, 'notFound', 'there are chair, '],
  ['a URDF', { resource: '<robot name="r"/>' }, 'unsupportedFormat', 'its root is <robot>'],
  ['cut text', { resource: '<sdf version="1.9"><model' }, 'parseError', 'SDF model'],
  ['two models', { resource: '<sdf version="1.9"><model name="a"/><model name="b"/></sdf>' }, 'parseError', 'holds 2'],
  ['a mesh', { resource: model(link('<mesh><uri>model://x.dae</uri></mesh>')) }, 'missingAssets', 'x.dae'],
  [
    'loose links',
    {
      resource: model(link('<box><size>1 1 1</size></box>', '', 'a') + link('<box><size>1 1 1</size></box>', '', 'b')),
    },
    'parseError',
    'come apart',
  ],
  ['a long text', { resource: 'x'.repeat(200_001) }, 'unsupportedFormat', '200001 characters'],
  ['a strange name', { uri: 'homebound://chair', name: 'a/b' }, 'nameInvalid', '"a/b" is no name'],
  ['the name of the robot', { uri: 'homebound://chair', name: 'robot' }, 'nameInvalid', '"robot" is no name'],
  ['a strange namespace', { uri: 'homebound://chair', namespace: 'a b' }, 'namespaceInvalid', 'no namespace'],
  [
    'a place on the robot',
    { uri: 'homebound://chair', T_world_entity: { x: 1.1, y: 1.2, theta: 0 } },
    'invalidPose',
    'the robot stands there',
  ],
])('%s is refused, and nothing is there', (_what, changed, code, reason) => {
  const { run, entities } = home();
  const names = entities.names();
  expect(() => spawn(run, entities, { ...wish, ...changed })).toThrow(reason);
  try {
    spawn(run, entities, { ...wish, ...changed });
  } catch (error) {
    expect((error as Refused).code).toBe(code);
  }
  expect(entities.names()).toEqual(names);
});
