// The room check: arrows point down only, through doors; pure rooms are pure, neutral rooms platform-free, and neither uses
// a Math function whose last bits differ between engines. Prints what is wrong, one line each, and exits 1.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** kind and height of every room; a room imports only rooms that stand lower. */
const rooms = {
  math: ['pure', 0],
  messages: ['pure', 0],
  grid: ['pure', 1],
  robot: ['pure', 1],
  graph: ['neutral', 1],
  vault: ['edge', 1],
  lidar: ['pure', 2],
  vision: ['pure', 2],
  hardware: ['edge', 2],
  wire: ['pure', 2],
  plan: ['pure', 2],
  drive: ['pure', 2],
  ros: ['edge', 2],
  update: ['edge', 2],
  formats: ['pure', 3],
  detector: ['edge', 3],
  mission: ['pure', 3],
  link: ['edge', 3],
  slam: ['pure', 4],
  sim: ['neutral', 4],
  nodes: ['neutral', 5],
  gateway: ['edge', 5],
  viewer: ['edge', 5],
  home: ['edge', 6],
  cli: ['edge', 7],
  test: ['edge', 8],
};
/** A room imports no room of a less pure kind: what is pure stays so all the way down. */
const purity = { pure: 0, neutral: 1, edge: 2 };
/** Doors beside a room's own. cli: what starts processes on ROS would not go into a browser's bundle, as the simulated home does. */
const moreDoors = new Set(['@homebound/cli/ros']);
const viewerMayUse = new Set(['math', 'wire']);
// The referee judges the robot, so it shares no planning or coverage code with it.
const refereeMustNotUse = new Set(['plan', 'slam', 'drive', 'mission']);
/** Libraries that pure and neutral rooms may use: no platform inside. */
const platformFree = new Set([
  'ndarray',
  'fast-png',
  'fast-xml-parser',
  'fflate',
  'yaml',
  '@mcap/core',
  '@foxglove/crc',
  '@foxglove/wasm-zstd',
  '@dimforge/rapier2d-compat',
]);
const unstableMath =
  /\bMath\.(sin|cos|tan|asin|acos|atan|atan2|exp|expm1|log|log10|log2|log1p|pow|hypot|cbrt|sinh|cosh|tanh|asinh|acosh|atanh|random)\b|\}\s*=\s*Math\b|\bMath\[|\*\*/;
/** Powers of whole literals are exact. */
const exactPower = /(?<![\w.])\d+n? \*\* \d+n?(?![\w.])/g;
const platform =
  /\b(Date\.now|new Date\b|performance\.|console\.|setTimeout|setInterval|setImmediate|process\.|fetch\(|document\.|window\.|localStorage|new Function|eval\()/;
const importOf =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

const problems = [];
const folderOf = (room) =>
  room === 'sim' || room === 'hardware' ? `${room}/src` : room === 'test' ? 'test' : `packages/${room}/src`;

function* sources(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.ts$/.test(entry.name) && !/\.d\.ts$/.test(entry.name)) yield path;
  }
}

for (const folder of readdirSync('packages'))
  if (!(folder in rooms)) problems.push(`packages/${folder}: no such room in tools/rooms.mjs`);

for (const [room, [kind, height]] of Object.entries(rooms)) {
  const top = folderOf(room);
  const edges = new Map();
  for (const file of sources(top)) {
    const isTest = /\.test\.ts$/.test(file) || room === 'test';
    const text = readFileSync(file, 'utf8');
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
    for (const [, a, b, c] of text.matchAll(importOf)) {
      const from = a ?? b ?? c;
      if (from.startsWith('.')) {
        const target = resolve(dirname(file), from);
        if (relative(resolve(top), target).startsWith('..') && room !== 'test')
          problems.push(`${file}: imports ${from}, which leaves the room; use the door of the other room`);
        if (!isTest) edges.set(resolve(file), [...(edges.get(resolve(file)) ?? []), target]);
      } else if (from.startsWith('@homebound/')) {
        const [, name, ...deep] = from.split('/');
        if (deep.length > 0 && !moreDoors.has(from))
          problems.push(`${file}: deep import ${from}; use @homebound/${name}`);
        if (!(name in rooms)) problems.push(`${file}: imports unknown room ${from}`);
        else if (!isTest && rooms[name][1] >= height)
          problems.push(`${file}: ${room} may not import ${name} (not below it)`);
        else if (!isTest && purity[rooms[name][0]] > purity[kind])
          problems.push(`${file}: a ${kind} room may not import ${name}, which is ${rooms[name][0]}`);
        else if (!isTest && room === 'viewer' && !viewerMayUse.has(name))
          problems.push(`${file}: viewer may use math and wire only, not ${name}`);
        if (!isTest && /referee/i.test(file) && refereeMustNotUse.has(name))
          problems.push(`${file}: the referee may not use ${name}`);
      } else if (!isTest && kind !== 'edge') {
        const library = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : from.split('/')[0];
        if (from.startsWith('node:') || !platformFree.has(library))
          problems.push(`${file}: a ${kind} room may not import ${from}`);
      }
      if (from === 'rclnodejs' && room !== 'ros') problems.push(`${file}: only packages/ros imports rclnodejs`);
    }
    if (isTest || kind === 'edge') continue;
    for (const [i, line] of code.split('\n').entries()) {
      const math = unstableMath.exec(line.replace(exactPower, ''));
      if (math)
        problems.push(
          `${file}: ${math[0]} differs between engines (near line ${i + 1}); use @homebound/math or the rng handed in`,
        );
      const touch = platform.exec(line);
      if (touch) problems.push(`${file}: ${touch[0]} in a ${kind} room (near line ${i + 1})`);
    }
  }
  // Cycles between the files of a room.
  const state = new Map();
  const visit = (file, trail) => {
    if (state.get(file) === 2) return;
    if (state.get(file) === 1) {
      problems.push(`cycle: ${[...trail.slice(trail.indexOf(file)), file].map((f) => relative('.', f)).join(' -> ')}`);
      return;
    }
    state.set(file, 1);
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 2);
  };
  for (const file of edges.keys()) visit(file, []);
}

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'rooms: all arrows point down' : `rooms: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
