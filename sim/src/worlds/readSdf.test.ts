import { existsSync, readFileSync } from 'node:fs';
import { FormatError } from '@homebound/formats';
import type { Shape, World } from '../world.ts';
import { readSdf } from './readSdf.ts';

const data = process.env.HOMEBOUND_DATA ?? '../shared/data';

const sdf = (content: string, attributes = '') =>
  `<sdf version="1.9" ${attributes}><world name="w">${content}</world></sdf>`;
const dock = '<homebound:dock>0 0 0</homebound:dock>';
const box = (size = '1 2 3') => `<collision name="c"><geometry><box><size>${size}</size></box></geometry></collision>`;
const model = (content: string, name = 'm', isStatic = 'true') =>
  `<model name="${name}"><static>${isStatic}</static>${content}</model>`;
const read = (content: string, resolve?: (uri: string) => string | undefined): World =>
  readSdf(sdf(dock + content), resolve === undefined ? {} : { resolve });
const onlyShape = (world: World): Shape => {
  expect(world.solids.length).toBe(1);
  expect(world.solids[0].shapes.length).toBe(1);
  return world.solids[0].shapes[0];
};
function errorOf(action: () => unknown): FormatError {
  try {
    action();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('read without error');
}

test('a box stands where model, link and collision poses take it', () => {
  const world = read(
    model(`<pose>1 2 0 0 0 1.5707963267948966</pose><link name="l"><pose>1 0 0 0 0 0</pose>
      <collision name="c"><pose>0 0.5 1.5 0 0 0</pose><geometry><box><size>1 2 3</size></box></geometry></collision></link>`),
  );
  // Model turned a quarter: link at (1, 2) + (0, 1) = (1, 3).
  const [solid] = world.solids;
  expect([solid.T_world_solid.x, solid.T_world_solid.y, solid.T_world_solid.theta]).toEqual([
    expect.closeTo(1, 9),
    expect.closeTo(3, 9),
    expect.closeTo(Math.PI / 2, 9),
  ]);
  expect(onlyShape(world)).toMatchObject({
    kind: 'box',
    x_m: expect.closeTo(0, 9),
    y_m: expect.closeTo(0.5, 9),
    sizeX_m: 1,
    sizeY_m: 2,
    z0_m: expect.closeTo(0, 9),
    z1_m: expect.closeTo(3, 9),
  });
  expect(world.warnings).toEqual([]);
});

test.each([
  ['1.5708 0 0', [1, 3, 2]], // about x: height 2, depth 3
  ['0 -1.5708 0', [3, 2, 1]], // about y: height 1, width 3
  ['1.5708 0 1.5708', [1, 3, 2]],
  ['3.14159 0 0.3', [1, 2, 3]],
])('a box turned by %s stays a box, without a warning', (turn, [a, b, height]) => {
  const world = read(model(`<link name="l"><pose>0 0 5 ${turn}</pose>${box()}</link>`));
  const shape = onlyShape(world);
  if (shape.kind !== 'box') throw new Error('box expected');
  expect([shape.sizeX_m, shape.sizeY_m].sort()).toEqual([a, b].sort());
  expect(shape.z1_m - shape.z0_m).toBeCloseTo(height, 4);
  expect(world.warnings).toEqual([]);
});

test('a tilted box is the block of its footprint, with a warning', () => {
  const world = read(model(`<link name="l"><pose>0 0 1 0 0.5 0</pose>${box('2 1 0.1')}</link>`, 'ramp'));
  const shape = onlyShape(world);
  if (shape.kind !== 'prism') throw new Error('prism expected');
  // Half length 1·cos 0.5 + 0.05·sin 0.5, half height 1·sin 0.5 + 0.05·cos 0.5.
  expect(Math.max(...shape.outline)).toBeCloseTo(Math.cos(0.5) + 0.05 * Math.sin(0.5), 9);
  expect(shape.z1_m - 1).toBeCloseTo(Math.sin(0.5) + 0.05 * Math.cos(0.5), 9);
  expect(world.warnings).toEqual([expect.stringMatching(/model\[ramp\].*box is tilted/)]);
});

test('degrees, quaternions and the frame attribute of old files place the same box', () => {
  const poses = [
    '<pose>1 2 0.5 0 0 0.7853981633974483</pose>',
    '<pose degrees="true">1 2 0.5 0 0 45</pose>',
    '<pose rotation_format="quat_xyzw">1 2 0.5 0 0 0.3826834323650898 0.9238795325112867</pose>',
    "<pose frame=''>1 2 0.5 0 0 0.7853981633974483</pose>",
  ];
  const places = poses.map(
    (pose) => read(model(`${pose}<link name="l">${box('1 1 1')}</link>`)).solids[0].T_world_solid,
  );
  for (const T of places) {
    expect(T.x).toBe(1);
    expect(T.theta).toBeCloseTo(Math.PI / 4, 12);
  }
});

test('frames, relative_to, placement_frame and nested models chain', () => {
  const world = read(`
    <frame name="corner"><pose>10 0 0 0 0 0</pose></frame>
    <model name="outer" placement_frame="handle"><static>1</static>
      <pose relative_to="corner">1 0 0 0 0 0</pose>
      <frame name="handle"><pose>0 1 0 0 0 0</pose></frame>
      <model name="inner"><pose>0 0 1 0 0 0</pose>
        <link name="a"><pose relative_to="b">0 0 0.5 0 0 0</pose>${box('1 1 1')}</link>
        <link name="b"><pose>5 0 0 0 0 0</pose></link>
      </model>
    </model>`);
  // handle stands at (11, 0), so outer at (11, -1); a is 5 m further in x and 1.5 m up.
  const [solid] = world.solids;
  expect(solid.name).toBe('outer::inner::a');
  expect([solid.T_world_solid.x, solid.T_world_solid.y]).toEqual([16, -1]);
  expect(solid.shapes[0].z0_m).toBeCloseTo(1, 12);
});

test('round bodies are discs; the stack of a sphere holds it', () => {
  const geometry = (inner: string) =>
    read(
      model(
        `<link name="l"><pose>0 0 1 0 0 0</pose><collision name="c"><geometry>${inner}</geometry></collision></link>`,
      ),
    ).solids[0].shapes;
  expect(geometry('<cylinder><radius>0.2</radius><length>1</length></cylinder>')).toEqual([
    expect.objectContaining({ kind: 'cylinder', radius_m: 0.2, z0_m: 0.5, z1_m: 1.5 }),
  ]);
  const sphere = geometry('<sphere><radius>1</radius></sphere>');
  for (const shape of sphere) {
    if (shape.kind !== 'cylinder') throw new Error('cylinder expected');
    const nearest = Math.max(0, shape.z0_m - 1, 1 - shape.z1_m);
    expect(shape.radius_m).toBeCloseTo(Math.sqrt(1 - nearest * nearest), 9);
  }
  expect(
    geometry('<cone><radius>1</radius><length>2</length></cone>').map((s) => s.kind === 'cylinder' && s.radius_m),
  ).toEqual([1, 0.75, 0.5, 0.25]);
  const capsule = geometry('<capsule><radius>0.5</radius><length>1</length></capsule>');
  expect(capsule.map((s) => s.kind === 'cylinder' && s.radius_m)).toEqual([0.5, 0.5, 0.5, 0.5]);
  const [egg] = geometry('<ellipsoid><radii>1 2 3</radii></ellipsoid>');
  expect(egg.kind).toBe('prism');
});

test('a polyline that is not convex becomes triangles of the same area', () => {
  const corners = ['0 0', '2 0', '2 1', '1 1', '1 2', '0 2'];
  const points = corners.map((p) => `<point>${p}</point>`).join('');
  const [solid] = read(
    model(
      `<link name="l"><collision name="c"><geometry><polyline>${points}<height>0.5</height></polyline></geometry></collision></link>`,
    ),
  ).solids;
  let area = 0;
  for (const shape of solid.shapes) {
    if (shape.kind !== 'prism') throw new Error('prism expected');
    const [ax, ay, bx, by, cx, cy] = shape.outline;
    area += ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;
    expect([shape.z0_m, shape.z1_m]).toEqual([0, 0.5]);
  }
  expect(area).toBeCloseTo(3, 12); // 2 · 1 + 1 · 1
});

test('what may be pushed: mass, friction, joints, and things that hang', () => {
  const loose = (name: string, content: string, z = 0.5) =>
    `<model name="${name}"><pose>0 0 ${z} 0 0 0</pose>${content}</model>`;
  const link = (name: string) =>
    `<link name="${name}"><inertial><mass>2</mass></inertial><collision name="c"><geometry><box><size>1 1 1</size></box></geometry>
     <surface><friction><ode><mu>0.3</mu></ode></friction></surface></collision></link>`;
  const world = read(
    loose('crate', link('l')) +
      loose('pair', `${link('a')}${link('b')}<joint name="j" type="fixed"><parent>a</parent><child>b</child></joint>`) +
      loose(
        'door',
        `${link('a')}${link('b')}<joint name="j" type="revolute"><parent>a</parent><child>b</child></joint>`,
      ) +
      loose('picture', link('l'), 2) +
      loose('bolted', `${link('a')}<joint name="j" type="fixed"><parent>world</parent><child>a</child></joint>`),
  );
  expect(world.solids.map((s) => [s.name, s.mobility, s.mass_kg, s.shapes.length])).toEqual([
    ['crate', 'movable', 2, 1],
    ['pair', 'movable', 4, 2],
    ['door::a', 'static', 2, 1],
    ['door::b', 'static', 2, 1],
    ['picture', 'static', 2, 1],
    ['bolted', 'static', 2, 1],
  ]);
  expect(world.solids[0].friction).toBe(0.3);
  expect(world.warnings).toEqual([
    expect.stringMatching(/model\[door\]\/joint\[j\].*revolute/),
    expect.stringMatching(/model\[picture\].*hangs 1\.50 m/),
  ]);
});

test('a world without a dock gets one; with nothing in the way it stands at the origin', () => {
  const high = model(`<link name="l"><pose>0 0 9 0 0 0</pose>${box('1 1 1')}</link>`);
  expect(readSdf(sdf(high)).T_world_dock).toEqual({ x: 0, y: 0, theta: 0 });
  const crowded = model(`<link name="l">${box('1 1 1')}</link>`);
  expect(errorOf(() => readSdf(sdf(crowded))).message).toMatch(/no clear place for a dock.*<homebound:dock>/);
});

test('an error in an included model names the model, not the world', () => {
  const broken = '<sdf version="1.6"><model name="chair"><link name="l"><collision name="c"/></link></model></sdf>';
  const error = errorOf(() => read('<include><uri>model://chair</uri></include>', () => broken));
  expect(error.input).toBe('model://chair');
});

test('includes are resolved by uri, and may override name, pose and static', () => {
  const chair = `<sdf version="1.6"><model name="chair"><pose>9 9 0 0 0 0</pose><link name="l">${box('1 1 1')}</link></model></sdf>`;
  const include = `<include><uri>model://chair</uri><name>red</name><pose>1 2 0.5 0 0 0</pose><static>true</static></include>
    <include><uri>model://chair</uri></include>
    <include><uri>https://fuel.gazebosim.org/1.0/OpenRobotics/models/Ground Plane</uri></include>`;
  const world = read(include, (uri) => (uri === 'model://chair' ? chair : undefined));
  expect(world.solids.map((s) => [s.name, s.mobility, s.T_world_solid.x])).toEqual([
    ['red', 'static', 1],
    ['chair', 'movable', 9],
  ]);
  expect(errorOf(() => read(include)).message).toMatch(/included model model:\/\/chair was not found/);
});

test('our own elements: floor, dock, start, material', () => {
  const world = readSdf(
    sdf(
      `<homebound:dock>1 2 3.5</homebound:dock><homebound:start>0 0 1</homebound:start>
       <homebound:floor name="rug"><homebound:outline>0 0 0 1 1 1 1 0</homebound:outline><homebound:height>0.01</homebound:height>
       <homebound:surface>lowPile</homebound:surface><homebound:pile_yaw>0.5</homebound:pile_yaw></homebound:floor>
       ${model(`<link name="l"><collision name="c"><homebound:material>mirror</homebound:material><geometry><box><size>1 1 1</size></box></geometry></collision></link>`)}`,
      'xmlns:homebound="urn:homebound:sdf"',
    ),
  );
  expect(world.T_world_dock.theta).toBeCloseTo(3.5 - 2 * Math.PI, 12);
  expect(world.T_world_start).toEqual({ x: 0, y: 0, theta: 1 });
  // The outline was given clockwise.
  expect(world.floor).toEqual([
    {
      name: 'rug',
      outline: Float64Array.of(1, 0, 1, 1, 0, 1, 0, 0),
      height_m: 0.01,
      surface: 'lowPile',
      pileYaw_rad: 0.5,
    },
  ]);
  expect(onlyShape(world).material).toEqual({ kind: 'mirror', reflectivity: 0.9 });
});

test('what shines: its colour, and one that is none', () => {
  const shining = (color: string) =>
    sdf(
      `<homebound:dock>3 0 0</homebound:dock>` +
        model(
          `<link name="l"><collision name="c"><homebound:display>${color}</homebound:display><geometry><box><size>1 1 1</size></box></geometry></collision></link>`,
        ),
      'xmlns:homebound="urn:homebound:sdf"',
    );
  expect(onlyShape(readSdf(shining('201 37 149'))).appearance).toEqual({ color: [201, 37, 149], pattern: 'display' });
  expect(errorOf(() => readSdf(shining('201 37 256'))).message).toMatch(/in \[0, 255\] each, got "201 37 256"/);
});

test.each([
  ['', /is empty/],
  ['<sdf', /line 1: is not XML/],
  ['<kml/>', /is no SDF: its root is <kml>/],
  ['<sdf version="1.9"/>', /should hold one <world>, holds 0/],
  [sdf('<modell name="x"/>'), /\/sdf\/world\[w\]\/modell\[x\]: <modell> is not supported inside <world>/],
  [sdf(dock + model(`<link name="l">${box('1 2')}</link>`)), /box\/size: should hold 3 numbers, got "1 2"/],
  [sdf(dock + model(`<link name="l">${box('1 2 -3')}</link>`)), /should be > 0, got 1 2 -3/],
  [sdf(dock + model('<link name="l"><collision name="c"/></link>')), /has no <geometry>/],
  [
    sdf(
      dock + model('<link name="l"><collision name="c"><geometry><heightmap/></geometry></collision></link>', 'hill'),
    ),
    /model\[hill\].*<heightmap> is not supported/,
  ],
  [sdf(dock + model('<link name="l"><pose relative_to="nowhere">0 0 0 0 0 0</pose></link>')), /"nowhere"/],
  [
    sdf(`${dock}<frame name="a"><pose relative_to="b"/></frame><frame name="b"><pose relative_to="a"/></frame>
      ${model(`<pose relative_to="a"/><link name="l">${box()}</link>`)}`),
    /relative to itself/,
  ],
  [sdf(dock + model('', 'twin') + model('', 'twin')), /model\[twin\]: there are two of the name "twin"/],
  [sdf(`${dock}<homebound:flor name="x"/>`), /<homebound:flor> is not supported/],
  [
    sdf(`${dock}<homebound:floor name="x"><homebound:outline>0 0 1</homebound:outline></homebound:floor>`),
    /at least three corners/,
  ],
])('refused: %s', (text, message) => {
  expect(errorOf(() => readSdf(text)).message).toMatch(message);
});

test('a file cut anywhere is refused with a message', () => {
  const text = readFileSync('sim/worlds/studio.sdf', 'utf8').trimEnd();
  for (let length = 0; length < text.length; length += 97) {
    const { message } = errorOf(() => readSdf(text.slice(0, length), { input: 'studio.sdf' }));
    expect(message).toMatch(/^studio\.sdf(, line \d+)?: (is empty|is not XML)/);
  }
});

test('a mesh is a warning that names its model', () => {
  const world = read(
    model(
      '<link name="l"><collision name="c"><geometry><mesh><uri>a.dae</uri></mesh></geometry></collision></link>',
      'lamp',
    ),
  );
  expect(world.warnings).toEqual([expect.stringMatching(/model\[lamp\].*mesh is not simulated/)]);
});

const worlds = `${data}/worlds`;
(existsSync(worlds) ? test : test.skip)(
  'worlds of Gazebo users load: OOMWOO, TurtleBot3 house, world and stages',
  () => {
    const tb3 = `${worlds}/turtlebot3_house/turtlebot3_gazebo`;
    const resolve = (uri: string) => {
      const file = `${tb3}/models/${uri.replace('model://', '')}/model.sdf`;
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    };
    const room = readSdf(readFileSync(`${worlds}/oomwoo/test_room.world`, 'utf8'));
    expect(room.solids.map((s) => s.name)).toEqual([
      'wall_north',
      'wall_south',
      'wall_east',
      'wall_west',
      'sofa',
      'coffee_table',
      'bookshelf',
      'tv_stand',
    ]);
    const house = readSdf(readFileSync(`${tb3}/worlds/turtlebot3_house.world`, 'utf8'), { resolve });
    // 30 links with something to touch, and the fence around its yard
    expect(house.solids.length).toBe(31);
    expect(house.solids.every((s) => s.mobility === 'static')).toBe(true);
  },
);
