import type { SE2 } from '@homebound/math';
import { tf2_msgs } from '@homebound/messages';
import { transformToMessage } from './convert.ts';
import { TfTree } from './tfTree.ts';

const message = (stamp_s: number, parent: string, child: string, T: SE2) =>
  tf2_msgs.TFMessage.canonical({ transforms: [transformToMessage(stamp_s, parent, child, T)] });
const at = (x: number, y = 0, theta = 0): SE2 => ({ x, y, theta });

/** map → odom → base_footprint → base_link, and a laser upside down on it. */
function robot(): TfTree {
  const tree = new TfTree();
  tree.add(message(0, 'base_footprint', 'base_link', at(0)), true);
  tree.add(message(1, 'map', 'odom', at(1, 0, Math.PI / 2)));
  tree.add(message(3, 'map', 'odom', at(1, 0, Math.PI / 2)));
  tree.add(message(1, 'odom', 'base_footprint', at(0)));
  tree.add(message(2, 'odom', 'base_footprint', at(2)));
  return tree;
}

test('a chain of publishers, at the newest time that all of it is known at', () => {
  const found = robot().lookupPlanar('map', 'base_link');
  // 2 m ahead in odom, which is turned left at (1, 0): (1, 2), facing along y.
  expect(found).toEqual({
    ok: true,
    stamp_s: 2,
    T: { x: expect.closeTo(1), y: 2, theta: expect.closeTo(Math.PI / 2) },
  });
});

test('at a time between two transforms; the other way round; and over the root', () => {
  const tree = robot();
  tree.add(message(0, 'map', 'dock', at(0, 5)), true);
  const half = tree.lookupPlanar('odom', 'base_link', 1.25);
  expect(half).toEqual({ ok: true, stamp_s: 1.25, T: at(0.5) });
  const back = tree.lookupPlanar('base_link', 'odom', 1.25);
  expect(back).toEqual({ ok: true, stamp_s: 1.25, T: at(-0.5) });
  const seen = tree.lookupPlanar('dock', '/base_footprint', 2);
  expect(seen.ok && seen.T.x).toBeCloseTo(1);
  expect(seen.ok && seen.T.y).toBeCloseTo(-3);
});

test('what hangs from nothing that moves has no time', () => {
  expect(robot().lookup('base_footprint', 'base_link')).toMatchObject({ ok: true, stamp_s: Number.POSITIVE_INFINITY });
});

test.each([
  ['before the first', 'odom', 'base_link', 0.5, /odom → base_footprint is known from 1\.00 to 2\.00 s, not at 0\.50/],
  ['after the last', 'odom', 'base_link', 2.5, /not at 2\.50/],
  [
    'a frame of nobody',
    'map',
    'gripper',
    undefined,
    /nobody has spoken of the frame gripper.*heard of: base_footprint/,
  ],
])('%s there is none, and it says so', (_, target, source, stamp_s, words) => {
  const found = robot().lookup(target, source, stamp_s);
  expect(found).toMatchObject({ ok: false, reason: expect.stringMatching(words) });
});

test('two trees: which part is missing is said', () => {
  const tree = new TfTree();
  tree.add(message(1, 'odom', 'base_link', at(0)));
  tree.add(message(1, 'map', 'other', at(0)));
  expect(tree.lookup('map', 'base_link')).toEqual({
    ok: false,
    reason: 'no transform leads from map to base_link: odom → base_link does not hang from map',
  });
  expect(new TfTree().lookup('map', 'base_link')).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/nothing was heard/),
  });
});

test('out of order, said twice, and by a clock that began anew', () => {
  const tree = new TfTree();
  for (const stamp_s of [1, 3, 2, 3]) tree.add(message(stamp_s, 'odom', 'base_link', at(stamp_s)));
  expect(tree.lookupPlanar('odom', 'base_link', 2.5)).toMatchObject({ T: at(2.5) });
  tree.add(message(100, 'odom', 'base_link', at(9)));
  tree.add(message(0.5, 'odom', 'base_link', at(7)));
  expect(tree.lookupPlanar('odom', 'base_link')).toMatchObject({ T: at(7), stamp_s: 0.5 });
});

test('a ring of frames, a frame in itself and a turn that is none are no tree, and end nothing', () => {
  const tree = new TfTree();
  tree.add(message(1, 'a', 'b', at(1)));
  tree.add(message(1, 'b', 'a', at(1)));
  expect(tree.lookup('a', 'c').ok).toBe(false);
  expect(tree.add(message(1, 'a', 'a', at(1)))).toBe(1);
  const broken = message(1, 'a', 'd', at(1));
  broken.transforms[0].transform.rotation = { x: 0, y: 0, z: 0, w: 0 };
  expect(tree.add(broken)).toBe(1);
  expect(tree.lookup('a', 'd').ok).toBe(false);
});

test('a frame that hangs elsewhere from now on', () => {
  const tree = robot();
  tree.add(message(4, 'lift', 'odom', at(0)));
  expect(tree.lookup('map', 'base_link').ok).toBe(false);
  expect(tree.lookupPlanar('lift', 'base_link', 2).ok).toBe(false);
});
