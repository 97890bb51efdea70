// Writes the authored worlds beside it: `node sim/worlds/make.mjs`; with --check it says which file is out of date instead.
// Metres and radians; x east, y north. A part is [x0, x1, y0, y1, z0, z1], a round one [x, y, radius, z0, z1].
import { readFileSync, writeFileSync } from 'node:fs';

const wallHeight = 2.4;
const plaster = { colour: '0.93 0.92 0.88', retro: 0.8 };
const wood = { colour: '0.62 0.45 0.29', retro: 0.5 };
const fabric = { colour: '0.35 0.43 0.55', retro: 0.4 };
const white = { colour: '0.95 0.95 0.95', retro: 0.85 };
const black = { colour: '0.08 0.08 0.09', retro: 0.05, kind: 'black' };

const mm = (v) => String(Math.round(v * 1e4) / 1e4);
const numbers = (...v) => v.map(mm).join(' ');

/** What Gazebo needs to step a world with a robot in it; our own simulator passes over them. */
const gazeboSystems = [
  ['physics', 'Physics'],
  ['user-commands', 'UserCommands'],
  ['scene-broadcaster', 'SceneBroadcaster'],
  ['sensors', 'Sensors'],
  ['imu', 'Imu'],
  ['contact', 'Contact'],
].map(([file, name]) => `    <plugin filename="gz-sim-${file}-system" name="gz::sim::systems::${name}"/>`);

/** A thing of boxes and cylinders; parts are relative to `at` [x, y, yaw]. With a mass it can be pushed. */
function model(name, { at = [0, 0, 0], parts, look = wood, mass_kg }) {
  const [x, y, yaw] = at;
  const lines = parts.flatMap((part, i) => collisionAndVisual(part, i, look));
  return [
    `    <model name="${name}">`,
    `      <static>${mass_kg === undefined}</static>`,
    `      <pose>${numbers(x, y, 0, 0, 0, yaw)}</pose>`,
    '      <link name="link">',
    ...(mass_kg === undefined ? [] : inertial(parts, mass_kg)),
    ...lines,
    '      </link>',
    '    </model>',
  ];
}

function collisionAndVisual(part, i, look) {
  const isBox = part.length === 6;
  const [x, y, z] = isBox
    ? [(part[0] + part[1]) / 2, (part[2] + part[3]) / 2, (part[4] + part[5]) / 2]
    : [part[0], part[1], (part[3] + part[4]) / 2];
  const shape = isBox
    ? `<box><size>${numbers(part[1] - part[0], part[3] - part[2], part[5] - part[4])}</size></box>`
    : `<cylinder><radius>${mm(part[2])}</radius><length>${mm(part[4] - part[3])}</length></cylinder>`;
  const body = `<pose>${numbers(x, y, z, 0, 0, 0)}</pose><geometry>${shape}</geometry>`;
  const kind = look.kind === undefined ? '' : `<homebound:material>${look.kind}</homebound:material>`;
  const friction = '<surface><friction><ode><mu>0.5</mu></ode></friction></surface>';
  const colour = `<material><ambient>${look.colour} 1</ambient><diffuse>${look.colour} 1</diffuse></material>`;
  return [
    `        <collision name="c${i}">${body}<laser_retro>${look.retro}</laser_retro>${friction}${kind}</collision>`,
    `        <visual name="v${i}">${body}${colour}</visual>`,
  ];
}

/** Mass and inertia of the block around the parts. */
function inertial(parts, mass_kg) {
  const boxes = parts.map((p) =>
    p.length === 6 ? p : [p[0] - p[2], p[0] + p[2], p[1] - p[2], p[1] + p[2], p[3], p[4]],
  );
  const low = [0, 2, 4].map((k) => Math.min(...boxes.map((b) => b[k])));
  const high = [1, 3, 5].map((k) => Math.max(...boxes.map((b) => b[k])));
  const [a, b, c] = high.map((v, k) => (v - low[k]) ** 2);
  const [ix, iy, iz] = [b + c, a + c, a + b].map((v) => mm((mass_kg * v) / 12));
  const centre = numbers(...high.map((v, k) => (v + low[k]) / 2), 0, 0, 0);
  return [
    `        <inertial><pose>${centre}</pose><mass>${mass_kg}</mass>`,
    `          <inertia><ixx>${ix}</ixx><iyy>${iy}</iyy><izz>${iz}</izz><ixy>0</ixy><ixz>0</ixz><iyz>0</iyz></inertia></inertial>`,
  ];
}

const wall = (name, ...slabs) =>
  model(name, { look: plaster, parts: slabs.map(([x0, x1, y0, y1]) => [x0, x1, y0, y1, 0, wallHeight]) });

/** Four legs under a rectangle centred on the origin, `inset` from its edges. */
const legs = (sx, sy, thick, height, inset = 0) => {
  const [hx, hy] = [sx / 2 - inset, sy / 2 - inset];
  return [
    [-hx, -hx + thick, -hy, -hy + thick, 0, height],
    [hx - thick, hx, -hy, -hy + thick, 0, height],
    [-hx, -hx + thick, hy - thick, hy, 0, height],
    [hx - thick, hx, hy - thick, hy, 0, height],
  ];
};
const block = (sx, sy, z0, z1) => [-sx / 2, sx / 2, -sy / 2, sy / 2, z0, z1];

const table = (name, at, sx, sy, height = 0.74) =>
  model(name, { at, parts: [block(sx, sy, height - 0.03, height), ...legs(sx, sy, 0.05, height - 0.03, 0.03)] });
/** Legs stand 0.40 m apart inside: the robot just fits between them. The back is on the -y side. */
const chair = (name, at, mass_kg) =>
  model(name, {
    at,
    mass_kg,
    parts: [block(0.46, 0.46, 0.42, 0.45), ...legs(0.46, 0.46, 0.03, 0.42), [-0.23, 0.23, -0.23, -0.2, 0.45, 0.9]],
  });
/** A bed whose mattress hangs `gap` over the floor. */
const bed = (name, at, sx, sy, gap) =>
  model(name, { at, look: fabric, parts: [block(sx, sy, gap, gap + 0.3), ...legs(sx, sy, 0.06, gap, 0.04)] });
const sofa = (name, at, sx, sy, gap) =>
  model(name, {
    at,
    look: fabric,
    parts: [
      block(sx, sy, gap, 0.42),
      [-sx / 2, sx / 2, -sy / 2, -sy / 2 + 0.2, 0.42, 0.8],
      ...legs(sx, sy, 0.05, gap, 0.04),
    ],
  });
const cupboard = (name, x0, x1, y0, y1, height, look = wood) =>
  model(name, { look, parts: [[x0, x1, y0, y1, 0, height]] });
/** Kitchen units on a plinth that stands 5 cm back on the open sides. */
const units = (name, x0, x1, y0, y1, openX, openY) =>
  model(name, {
    look: white,
    parts: [
      [x0, x1, y0, y1, 0.1, 0.9],
      [x0 + (openX < 0 ? 0.05 : 0), x1 - (openX > 0 ? 0.05 : 0), y0, y1 - (openY > 0 ? 0.05 : 0), 0, 0.1],
    ],
  });

/** The dock's tower, behind a robot that stands at [x, y, yaw]: 0.17 m of robot and 5 mm of air in front of it. */
const dockTower = ([x, y, yaw]) =>
  model('dock', { at: [x, y, yaw], look: white, parts: [[-0.24, -0.175, -0.09, 0.09, 0, 0.13]] });

const floor = (name, outline, height, surface = 'hard', pileYaw) => [
  `    <homebound:floor name="${name}">`,
  `      <homebound:outline>${outline.map(mm).join(' ')}</homebound:outline>`,
  `      <homebound:height>${mm(height)}</homebound:height>`,
  `      <homebound:surface>${surface}</homebound:surface>`,
  ...(pileYaw === undefined ? [] : [`      <homebound:pile_yaw>${mm(pileYaw)}</homebound:pile_yaw>`]),
  '    </homebound:floor>',
];
const rectangle = (x0, x1, y0, y1) => [x0, y0, x1, y0, x1, y1, x0, y1];

function world(name, about, dock, things) {
  return [
    '<?xml version="1.0"?>',
    `<!-- ${about} Written by make.mjs. -->`,
    '<sdf version="1.9" xmlns:homebound="urn:homebound:sdf">',
    `  <world name="${name}">`,
    ...gazeboSystems,
    '    <light name="sun" type="directional"><direction>-0.5 0.1 -0.9</direction></light>',
    '    <model name="ground_plane">',
    '      <static>true</static>',
    '      <link name="link">',
    '        <collision name="c"><geometry><plane><normal>0 0 1</normal><size>40 40</size></plane></geometry></collision>',
    '        <visual name="v"><geometry><plane><normal>0 0 1</normal><size>40 40</size></plane></geometry></visual>',
    '      </link>',
    '    </model>',
    `    <homebound:dock>${numbers(...dock)}</homebound:dock>`,
    ...dockTower(dock),
    ...things.flat(),
    '  </world>',
    '</sdf>',
    '',
  ].join('\n');
}

/** One furnished room, 5.0 x 4.0 m inside. */
function studio() {
  return world(
    'studio',
    'One furnished room of 20 square metres.',
    [4.3, 0.25, Math.PI / 2],
    [
      wall('walls', [-0.1, 5.1, -0.1, 0], [-0.1, 5.1, 4, 4.1], [-0.1, 0, 0, 4], [5, 5.1, 0, 4]),
      bed('bed', [1, 3.3, Math.PI / 2], 1.4, 2, 0.16),
      cupboard('nightstand', 0, 0.4, 2.1, 2.5, 0.5),
      cupboard('cupboard', 2.6, 4.1, 3.45, 4, 2),
      sofa('sofa', [1.1, 0.45, 0], 1.8, 0.85, 0.06),
      table('table', [3.4, 1.9, 0], 1.2, 0.75),
      chair('chair_south', [3.35, 1.4, 0]),
      chair('chair_north', [3.5, 2.45, Math.PI]),
      model('plant', { look: fabric, parts: [[4.72, 3.72, 0.16, 0, 0.35]] }),
      floor('rug', rectangle(0.4, 2, 1.05, 2.0), 0.008, 'lowPile', 0.4),
    ],
  );
}

/** A flat of 70 square metres: corridor, living room, kitchen, bath, bedroom, study, landing with an open stair. */
function apartment() {
  const step = (i) => floor(`stair_${i}`, rectangle(8.6, 9.6, 5.9 + 0.3 * (i - 1), 5.9 + 0.3 * i), -0.18 * i);
  return world(
    'apartment',
    'A furnished flat with a stair going down that nothing guards.',
    [0.24, 3, 0],
    [
      wall('outer_walls', [-0.2, 9.8, -0.2, 0], [-0.2, 9.8, 8, 8.2], [-0.2, 0, 0, 8], [9.6, 9.8, 0, 8]),
      // Doors, by the gaps: to the living room, kitchen (0.85) and bath (0.8); to bedroom, study (0.85) and landing (1.0).
      wall('corridor_south', [0, 2, 3.6, 3.7], [2.9, 5.9, 3.6, 3.7], [6.75, 8.3, 3.6, 3.7], [9.1, 9.6, 3.6, 3.7]),
      wall('corridor_north', [0, 1.6, 4.8, 4.9], [2.45, 5, 4.8, 4.9], [5.85, 7.4, 4.8, 4.9], [8.4, 9.6, 4.8, 4.9]),
      wall('living_kitchen', [5, 5.1, 0, 2.4], [5, 5.1, 3.25, 3.6]),
      wall('kitchen_bath', [7.6, 7.7, 0, 3.6]),
      wall('bedroom_study', [3.8, 3.9, 4.9, 8]),
      wall('study_landing', [6.9, 7, 4.9, 8]),
      cupboard('bedroom_door', 1.56, 1.6, 4.9, 5.74, 2, white),
      cupboard('bath_door', 9.1, 9.14, 2.82, 3.6, 2, white),

      sofa('sofa', [1.6, 0.45, 0], 2.2, 0.9, 0.06),
      table('coffee_table', [1.9, 1.75, 0], 1, 0.5, 0.45),
      cupboard('tv_board', 0, 0.4, 0.95, 2.3, 0.5, black),
      table('dining_table', [4, 1.15, 0], 0.8, 1.4),
      chair('dining_chair_1', [3.5, 0.8, -Math.PI / 2]),
      chair('dining_chair_2', [3.45, 1.5, -Math.PI / 2]),
      chair('dining_chair_3', [4.5, 0.8, Math.PI / 2]),
      chair('dining_chair_4', [4.4, 1.55, Math.PI / 2 + 0.3]),
      cupboard('bookshelf', 3.2, 4.6, 3.3, 3.6, 2),
      model('plant', { look: fabric, parts: [[0.24, 0.24, 0.16, 0, 0.35]] }),
      model('floor_lamp', {
        look: black,
        parts: [
          [2.95, 0.2, 0.13, 0, 0.025],
          [2.95, 0.2, 0.015, 0.025, 1.6],
        ],
      }),
      floor('rug', rectangle(0.9, 2.9, 1.0, 2.45), 0.01, 'lowPile', 0.3),

      units('kitchen_units_south', 5.1, 7.6, 0, 0.6, 0, 1),
      units('kitchen_units_east', 7, 7.6, 0.6, 2.2, -1, 0),
      cupboard('fridge', 6.95, 7.6, 2.2, 2.85, 1.8, white),
      chair('light_chair', [5.7, 1.5, 0.5], 3),

      cupboard('bathtub', 8.85, 9.6, 0, 1.7, 0.55, white),
      model('toilet', {
        look: white,
        parts: [
          [7.98, 8.38, 0, 0.18, 0, 0.8],
          [8.18, 0.42, 0.18, 0, 0.4],
          [8.07, 8.29, 0.18, 0.42, 0, 0.4],
        ],
      }),
      model('washbasin', { look: white, parts: [[7.7, 8.15, 1.5, 2.3, 0.3, 0.85]] }),
      cupboard('washing_machine', 9, 9.6, 1.75, 2.35, 0.85, white),
      floor('bath_threshold', rectangle(8.3, 9.1, 3.6, 3.7), 0.012),
      floor('bath_mat', rectangle(8.25, 8.75, 0.8, 1.5), 0.012, 'highPile', 1.6),

      cupboard('shoe_cabinet', 0.4, 1.3, 4.55, 4.8, 0.9),

      bed('double_bed', [1.7, 7, 0], 1.6, 2, 0.16),
      cupboard('nightstand_west', 0.45, 0.85, 7.6, 8, 0.5),
      cupboard('nightstand_east', 2.55, 2.95, 7.6, 8, 0.5),
      cupboard('wardrobe', 3.2, 3.8, 5.6, 7.4, 2.1),
      floor('bedside_rug', rectangle(0.1, 0.7, 6.1, 7.3), 0.015, 'highPile', 1.5),

      model('desk', {
        parts: [
          [4, 5.4, 7.3, 8, 0.71, 0.74],
          [4, 4.04, 7.3, 8, 0, 0.71],
          [5.36, 5.4, 7.3, 8, 0, 0.71],
        ],
      }),
      model('desk_chair', {
        at: [4.7, 7.0, 0.3],
        look: black,
        parts: [
          block(0.48, 0.48, 0.44, 0.52),
          block(0.05, 0.05, 0.08, 0.44),
          block(0.6, 0.05, 0.03, 0.08),
          block(0.05, 0.6, 0.03, 0.08),
        ],
      }),
      cupboard('shelf', 3.9, 4.2, 5.7, 6.5, 1.8),
      bed('single_bed', [6.4, 6.95, 0], 0.95, 2.05, 0.05),
      model('toy_box', { at: [5.2, 5.75, 0.4], mass_kg: 2, parts: [block(0.4, 0.3, 0, 0.3)] }),

      cupboard('chest_of_drawers', 7, 7.4, 6.5, 7.5, 0.8),
      ...[1, 2, 3, 4, 5, 6, 7].map(step),
    ],
  );
}

/** 6.5 x 6.5 m of one room, furnished unevenly with plain bodies: the scale of OOMWOO's test room. */
function testRoom() {
  const h = 3.25;
  return world(
    'test_room',
    'A square room of 6.5 m with plain obstacles, for runs that are compared.',
    [0.3, -3, Math.PI / 2],
    [
      wall(
        'walls',
        [-h - 0.1, h + 0.1, -h - 0.1, -h],
        [-h - 0.1, h + 0.1, h, h + 0.1],
        [-h - 0.1, -h, -h, h],
        [h, h + 0.1, -h, h],
      ),
      cupboard('sofa', 1.3, 3.1, 2.2, 3.0, 0.6, fabric),
      model('coffee_table', { at: [1.4, 0.1, 0.15], parts: [block(0.9, 0.5, 0, 0.3)] }),
      cupboard('bookshelf', -h, -2.9, 0.3, 1.9, 1.8),
      cupboard('tv_stand', -2.4, -1, -h, -2.8, 0.5, black),
      wall('divider', [-1.1, -1, 1.3, h], [-1, 0.1, 1.3, 1.4]),
      model('column', { look: plaster, parts: [[-1.3, -0.7, 0.2, 0, wallHeight]] }),
      table('table', [1.9, -1.9, 0.6], 1.3, 0.8),
      model('pouffe', { look: fabric, at: [-2.1, -1.6, 0], parts: [[0, 0, 0.25, 0, 0.4]] }),
      model('crate', { at: [0.1, -1.2, 0.5], mass_kg: 2, parts: [block(0.35, 0.35, 0, 0.3)] }),
      floor('rug', rectangle(0.5, 2.4, -0.6, 1), 0.008, 'lowPile', 0),
    ],
  );
}

const worlds = { studio: studio(), apartment: apartment(), test_room: testRoom() };
for (const [name, text] of Object.entries(worlds)) {
  const file = new URL(`${name}.sdf`, import.meta.url);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${name}.sdf is not what make.mjs writes; run node sim/worlds/make.mjs`);
    process.exitCode = 1;
  }
}
