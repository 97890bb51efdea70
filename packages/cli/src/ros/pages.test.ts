import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'launch/README.md',
  'packages/ros/README.md',
  ...readdirSync(join(root, 'docs/ros'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/ros/${name}`),
];
const installed = new Set(/foreach\(executable([^)]+)\)/.exec(read('launch/CMakeLists.txt'))?.[1].trim().split(/\s+/));

/** Commands that a person would type and not find: executables that are not installed, `homebound` where npx has to find it. */
function notFound(text: string): string[] {
  const executables = [...text.matchAll(/ros2 run homebound (\w+)/g)].filter(([, name]) => !installed.has(name));
  const bare = [...text.matchAll(/(?<!npx )\bhomebound ros [a-z]+/g)];
  return [...executables, ...bare].map(([command]) => command);
}

/** Blocks that start nodes of ours and then ask them, from a shell that does not see them. */
function unheard(text: string): string[] {
  const blocks = text.match(/^```sh\n[\s\S]*?^```$/gm) ?? [];
  return blocks.filter((block) => {
    const starts = block.search(/^ros2 (run|launch) homebound (?!env)/m);
    const asks = block.search(/^ros2 (service|action|topic|node|param) /m);
    if (starts < 0 || asks < starts) return false;
    return !block.slice(starts, asks).includes('# second shell') || !block.slice(starts, asks).includes(ENV);
  });
}

const ENV = 'eval "$(ros2 run homebound env)"';

test.each(pages)('%s: each command is there, and what a block asks is asked where our nodes are seen', (page) => {
  expect(notFound(read(page))).toEqual([]);
  expect(unheard(read(page))).toEqual([]);
});

test('a page that names what is not there, or asks in a shell that sees nothing, would be found', () => {
  expect(notFound('ros2 run homebound slamm; eval "$(homebound ros env)"; npx homebound ros env')).toEqual([
    'ros2 run homebound slamm',
    'homebound ros env',
  ]);
  const page = (between: string): string => `\`\`\`sh\nros2 run homebound slam\n${between}ros2 topic list\n\`\`\`\n`;
  expect(unheard(page(''))).toHaveLength(1);
  expect(unheard(page(`${ENV}\n`))).toHaveLength(1); // the line before it does not come back
  expect(unheard(page(`# second shell:\n${ENV}\n`))).toEqual([]);
});
