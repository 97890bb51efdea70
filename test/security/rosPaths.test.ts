import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../helpers/homebound.ts';

/** Rooms that read what comes over the graph: of a client on ROS, too. */
const graphRooms = ['messages', 'graph', 'ros', 'lidar', 'slam', 'plan', 'drive', 'mission', 'nodes'];
/** Every way to the disk, to another program or to one that opens such a way. */
const toDisk =
  /['"](?:node:)?(?:fs|fs\/promises|child_process|worker_threads|module|vm|process)['"]|\bgetBuiltinModule\b|(?<![.\w])require\s*\(\s*[^\s:)]+\s*\)|\bcreateRequire\b/;
/**
 * Lines that may be there all the same: they read what the machine has, by names that the code or the command line gives, and write nothing. Maps go through
 * the port `MapFolder`, whose one folder has a test of its own (packages/cli/src/mapFolder.test.ts).
 */
const reading: Readonly<Record<string, string>> = {
  'packages/ros/src/givenParameters.ts': "import { readFileSync } from 'node:fs';",
  'packages/ros/src/installed.ts': "import { readFileSync } from 'node:fs';",
  'packages/ros/src/privacyHost.ts':
    "import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';",
  'packages/ros/src/loadRcl.ts': "import { isMainThread } from 'node:worker_threads';",
  'packages/ros/src/rosGraph.ts': "new Faults('process',",
};
/** A field in which a client could name a file. */
const namesFile = /^\s*w?string\b\S*\s+(?:\w*_)?(?:path|file|folder|dir|url|uri|output)\w*\s*$/im;

function sources(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

/** Sources by which what a client says could reach a file, a line each. @param read gives a file's text */
function waysToFiles(read: (path: string) => string): string[] {
  const code = graphRooms.flatMap((room) => sources(join(root, 'packages', room, 'src'), /(?<!\.test)\.ts$/));
  const definitions = sources(join(root, 'packages', 'messages', 'homebound_interfaces'), /\.(msg|srv|action)$/);
  if (code.length < 100 || definitions.length < 10) return ['the sources are not where they are looked for'];
  const told = (path: string, pattern: RegExp): string[] => {
    const file = relative(root, path);
    const text = read(path).replace(/\/\*[\s\S]*?\*\//g, '');
    return pattern.test(text.replace(reading[file] ?? '', '')) ? [file] : [];
  };
  return [...code.flatMap((path) => told(path, toDisk)), ...definitions.flatMap((path) => told(path, namesFile))];
}

const asItIs = (path: string): string => readFileSync(path, 'utf8');

test('T-BESIDE: no path that a client on the graph gives can be written to: no room it talks to has a way to a file, no message names one', () => {
  expect(waysToFiles(asItIs)).toEqual([]);
});

test.each([
  ['packages/nodes/src/slamNode.ts', "import { writeFileSync } from 'node:fs';"],
  ['packages/nodes/src/missionServices.ts', "const { writeFile } = await import('fs/promises');"],
  ['packages/ros/src/index.ts', "process.getBuiltinModule('fs').writeFileSync(request.path, map);"],
  ['packages/ros/src/installed.ts', "import { writeFileSync } from 'node:fs';"],
  ['packages/ros/src/privacyHost.ts', "import { spawnSync } from 'node:child_process';"],
  ['packages/nodes/src/nav2/mapServerNode.ts', "import { writeFileSync } from 'node:fs';"],
  ['packages/graph/src/recorder.ts', "import { createRequire } from 'node:module';"],
  ['packages/messages/homebound_interfaces/srv/StartJob.srv', 'string map_path'],
  ['packages/messages/homebound_interfaces/srv/MissionCommand.srv', 'string output_file'],
])('T-BESIDE, planted fault: in %s: %s', (file, line) => {
  const planted = (path: string): string => (relative(root, path) === file ? `${line}\n${asItIs(path)}` : asItIs(path));
  expect(waysToFiles(planted)).toEqual([file]);
});
