import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, temporaryFolder } from '../helpers/homebound.ts';

/** What the room check says of a house with these files. */
function roomsOf(files: Readonly<Record<string, string>>): { code: number | null; err: string } {
  const house = temporaryFolder();
  mkdirSync(join(house, 'packages'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, name)), { recursive: true });
    writeFileSync(join(house, name), text);
  }
  const check = join(root, 'tools', 'rooms.mjs');
  const { status, stderr } = spawnSync(process.execPath, [check], { cwd: house, encoding: 'utf8' });
  return { code: status, err: stderr };
}

test.each([
  ['an arrow up', 'packages/grid/src/a.ts', "import { x } from '@homebound/plan';", /grid may not import plan/],
  [
    'an edge in a pure room',
    'packages/slam/src/a.ts',
    "import { x } from '@homebound/ros';",
    /import ros, which is edge/,
  ],
  [
    'state in a pure room',
    'packages/formats/src/a.ts',
    "import { x } from '@homebound/graph';",
    /graph, which is neutral/,
  ],
  ['a deep import', 'packages/plan/src/a.ts', "import { x } from '@homebound/grid/src/b.ts';", /deep import/],
  ['a way out of the room', 'packages/plan/src/a.ts', "import { x } from '../../grid/src/b.ts';", /leaves the room/],
  ['a referee that plans', 'sim/src/referee/a.ts', "import { x } from '@homebound/plan';", /referee may not use plan/],
  [
    'a platform',
    'packages/graph/src/a.ts',
    "import { readFileSync } from 'node:fs';",
    /neutral room may not import node:fs/,
  ],
  ['a clock', 'packages/nodes/src/a.ts', 'export const now = Date.now();', /Date\.now in a neutral room/],
  ['a sine of the engine', 'packages/plan/src/a.ts', 'export const y = Math.sin(1);', /Math\.sin differs/],
  ['the same, taken apart', 'packages/plan/src/a.ts', 'const { sin } = Math;', /differs between engines/],
  ['a power', 'packages/plan/src/a.ts', 'export const f = (x: number) => x ** 0.3;', /\*\* differs/],
])('the room check refuses %s', (_, file, text, says) => {
  const { code, err } = roomsOf({ [file]: `${text}\n` });
  expect(err).toMatch(says);
  expect(code).toBe(1);
});

test('the room check refuses a cycle, and passes what is in order', () => {
  const cycle = roomsOf({
    'packages/plan/src/a.ts': "import { b } from './b.ts';\nexport const a = 1;\n",
    'packages/plan/src/b.ts': "import { a } from './a.ts';\nexport const b = 1;\n",
  });
  expect(cycle.err).toMatch(/^cycle: /);
  expect(cycle.code).toBe(1);
  const fine = roomsOf({
    'packages/plan/src/a.ts': "import { x } from '@homebound/grid';\nexport const y = 2 ** 30;\n",
  });
  expect(fine).toEqual({ code: 0, err: '' });
});
