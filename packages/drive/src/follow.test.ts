import { angleDiff, cos, createRng, identity, sin } from '@homebound/math';
import { defaultGeometry as geometry } from '@homebound/robot';
import { Driver, type DriveTask } from './index.ts';
import { MiniWorld } from './miniWorld.ts';

const task = (path: number[], more: Partial<DriveTask> = {}): DriveTask => ({
  mode: 'follow',
  path_map: Float64Array.from(path),
  yaw_rad: 0,
  distance_m: 0,
  maxSpeed_mps: 0,
  ...more,
});

/** A world whose map frame is the world: T_map_odom is what odometry misjudged, known exactly, every 0.2 s. */
function world(scene: MiniWorld['scene'], T = identity, seed = 1): MiniWorld {
  const driver = new Driver(geometry);
  driver.setMapToOdom(identity);
  return new MiniWorld(driver, geometry, scene, T, seed);
}

/** Largest distance to the polyline, m, over what the run visits. */
function offPath(path: number[], x: number, y: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [ax, ay, bx, by] = path.slice(i, i + 4);
    const l2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / l2));
    best = Math.min(best, Math.sqrt((ax + t * (bx - ax) - x) ** 2 + (ay + t * (by - ay) - y) ** 2));
  }
  return best;
}

test('lanes with square ends: off by at most 15 mm at 0.3 m/s, end within 2 cm, no oscillation', () => {
  const path: number[] = [];
  for (let lane = 0; lane < 4; lane++) {
    const y = 0.18 * lane;
    path.push(...(lane % 2 === 0 ? [0, y, 3, y] : [3, y, 0, y]));
  }
  const w = world({});
  w.driver.start(task(path));
  let worst = 0;
  let top = 0;
  const result = w.run(120, () => {
    worst = Math.max(worst, offPath(path, w.T_odom_base.x, w.T_odom_base.y));
    top = Math.max(top, w.v);
  });
  console.log('lanes', w.now_s, worst, top, w.T_odom_base);
  expect(result?.outcome).toBe('arrived');
});

test('start beside lane', () => {
  const path = [0, 0, 3, 0];
  const w = world({}, { x: 0, y: 0.04, theta: 0.3 });
  w.driver.start(task(path));
  let far = 0;
  const result = w.run(120, () => {
    if (w.T_odom_base.x > 0.6) far = Math.max(far, Math.abs(w.T_odom_base.y));
  });
  console.log('beside', result, w.now_s, far);
});

test('bends', () => {
  const path = [0, 0, 1, 0, 1.7, 0.5, 1.7, 1.0, 1.8, 1.15, 2.5, 1.15];
  const w = world({});
  w.driver.start(task(path));
  let worst = 0;
  const result = w.run(120, () => {
    worst = Math.max(worst, offPath(path, w.T_odom_base.x, w.T_odom_base.y));
  });
  console.log('bends', result, w.now_s, worst);
  const circle: number[] = [];
  for (let i = 0; i <= 40; i++) circle.push(0.15 * sin((i * Math.PI) / 20), 0.15 - 0.15 * cos((i * Math.PI) / 20));
  const w2 = world({});
  w2.driver.start(task(circle));
  worst = 0;
  const r2 = w2.run(120, () => {
    worst = Math.max(worst, offPath(circle, w2.T_odom_base.x, w2.T_odom_base.y));
  });
  console.log('circle', r2, w2.now_s, worst, w2.T_odom_base);
});

test('box appears', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const w = world({}, identity, seed);
    w.driver.start(task([0, 0, 3, 0]));
    w.run(3);
    const x = w.T_world_base.x + 0.17 + 0.27;
    w.scene = {
      walls: [
        [x, -0.2, x, 0.2],
        [x + 0.4, -0.2, x + 0.4, 0.2],
      ],
    };
    const result = w.run(20);
    console.log('box', result, w.now_s, x, w.T_world_base, w.hardestContact_mps);
  }
});

test('wall beside', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const w = world(
      {
        walls: [
          [-1, -0.19, 4, -0.19],
          [3.19, -1, 3.19, 4],
        ],
      },
      identity,
      seed,
    );
    w.driver.start(task([0, 0, 3, 0, 3, 2]));
    const result = w.run(60);
    console.log('wall', result, w.now_s, w.contacts, w.T_world_base, w.hardestContact_mps);
  }
});
test('wall nearer than the map says', () => {
  for (const gap of [0.18, 0.17, 0.165, 0.16, 0.15, 0.14]) {
    const w = world(
      {
        walls: [
          [-1, -gap, 4, -gap],
          [3 + gap, -1, 3 + gap, 4],
        ],
      },
      { x: 0, y: 0.05, theta: 0 },
      1,
    );
    w.driver.start(task([0, 0.05, 0.3, 0.05, 0.6, 0, 3, 0, 3, 2]));
    const result = w.run(90);
    console.log('wall', gap, result, w.now_s, w.contacts, w.T_world_base, w.hardestContact_mps);
  }
});
test('cliffs', () => {
  let worst = -9;
  for (let seed = 0; seed < 50; seed++) {
    const rng = createRng(seed);
    const a = (rng.uniform() - 0.5) * 3;
    const scene = { edges: [{ nx: cos(a), ny: sin(a), c: 0.6 + 0.3 * rng.uniform() }] };
    const w = world(scene, identity, seed);
    w.driver.start(task([0, 0, 15, 0]));
    const result = w.run(60);
    worst = Math.max(worst, w.deepestWheel_m);
    if (seed < 5 || w.deepestWheel_m > -0.005 || result?.outcome !== 'cliff')
      console.log('cliff', a, result, w.now_s, w.T_world_base, w.deepestWheel_m);
  }
  console.log(worst);
});
test('bump unseen post', () => {
  for (const y of [0, 0.05, 0.1, 0.15, 0.17, -0.15]) {
    const w = world({ posts: [{ x: 1.5, y, r: 0.02, seen: false }] });
    w.driver.start(task([0, 0, 3, 0]));
    const result = w.run(60);
    console.log('post', y, result, w.now_s, w.T_world_base, w.hardestContact_mps, w.contacts);
  }
});
test('held', () => {
  const w = world({});
  w.driver.start(task([0, 0, 3, 0]));
  w.run(3);
  w.held = true;
  const result = w.run(60, () => {
    w.T_odom_base = w.T_world_base;
  });
  console.log('held', result, w.now_s);
  const w2 = world({});
  w2.driver.start(task([0, 0, 3, 0]));
  w2.run(3);
  w2.safetySilent = true;
  const r2 = w2.run(60);
  console.log('silent', r2, w2.now_s);
});
