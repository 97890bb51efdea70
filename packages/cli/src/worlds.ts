import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { decodeMap, readMapYaml, readValetudoMap, type ValetudoMap } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import {
  builtInWorlds,
  drawPlan,
  extrudeMap,
  generateHome,
  readSdf,
  scene,
  sceneNames,
  type World,
  type WorldEntry,
} from '@homebound/sim';
import { CliError } from './errors.ts';
import { readInput } from './files.ts';
import { projectRoot } from './projectRoot.ts';

/** Names of our own worlds: homes first, then the test scenes. */
export function worldNames(): string[] {
  return [...homeNames(), ...sceneNames];
}

function homeNames(): string[] {
  const files = readdirSync(join(projectRoot(), 'sim', 'worlds')).filter((file) => file.endsWith('.sdf'));
  return files.map((file) => basename(file, '.sdf'));
}

/** Before a floor plan's file, or alone for a plan of our own: the home that is furnished there by the seed. */
export const FURNISHED = 'home:';

/** The same worlds for whoever asks for a list of them. */
export function worldEntries(): readonly WorldEntry[] {
  return [
    ...homeNames().map((uri) => ({ uri, description: 'a home', tags: ['home'] })),
    ...builtInWorlds.list(),
    { uri: FURNISHED, description: 'a home that the seed draws and furnishes', tags: ['home'] },
  ];
}

/** A world by the name of one of ours, from a file (SDF, map_server yaml, ValetudoMap json), or furnished by the seed (`home:`). */
export function loadWorld(nameOrPath: string, seed: number): World {
  if (nameOrPath.startsWith(FURNISHED)) return furnished(nameOrPath.slice(FURNISHED.length), seed);
  const own = join(projectRoot(), 'sim', 'worlds', `${nameOrPath}.sdf`);
  if (existsSync(own)) return sdfWorld(own);
  const ours = scene(nameOrPath);
  if (ours !== undefined) return ours;
  switch (extname(nameOrPath)) {
    case '.sdf':
    case '.world':
      return sdfWorld(nameOrPath);
    case '.yaml':
    case '.yml':
      return extrudeMap(loadMap(nameOrPath), { name: basename(nameOrPath, extname(nameOrPath)) });
    case '.json': {
      const { grid, charger, restrictions } = vendorMap(nameOrPath);
      const barred = restrictions.noGo.length + restrictions.walls.length;
      if (barred > 0)
        process.stderr.write(
          `warning: ${nameOrPath}: its ${barred} no-go areas and virtual walls are not in the simulated home: the robot draws a map of its own\n`,
        );
      return extrudeMap(grid, { name: basename(nameOrPath, '.json'), dockNear: charger });
    }
    default:
      throw new CliError(
        `No world is called ${nameOrPath}. Ours: ${worldNames().join(', ')}; or give a file: .sdf, .world, map .yaml, ValetudoMap .json; home: or home:MAP is furnished by the seed`,
      );
  }
}

/** A furnished home on a floor plan; without one on a plan that the seed draws. */
function furnished(path: string, seed: number): World {
  if (path === '') return generateHome({ map: drawPlan(seed), seed, name: 'home' }).world;
  return generateHome({ map: loadMap(path), seed, name: basename(path, extname(path)) }).world;
}

/** A person's vacuum map, with the maker's rooms and restrictions. */
export function vendorMap(path: string): ValetudoMap {
  return readValetudoMap(new TextDecoder().decode(readInput(path, 'map')), path);
}

/** A map from map_server files or a ValetudoMap export. */
export function loadMap(path: string): OccupancyGrid {
  if (extname(path) === '.json') return vendorMap(path).grid;
  const bytes = readInput(path, 'map');
  if (['.pgm', '.png'].includes(extname(path).toLowerCase()))
    throw new CliError(`${path} is a map's picture: name the .yaml that belongs to it, which says how large a cell is`);
  const yaml = readMapYaml(new TextDecoder().decode(bytes), path);
  const image = resolve(dirname(path), yaml.image);
  // A yaml from elsewhere may name anything: a device never ends, a pipe never begins.
  if (existsSync(image) && !statSync(image).isFile())
    throw new CliError(`${path}: its image is no file but something else: ${image}`);
  return decodeMap(yaml, readInput(image, `image of ${path}`), image);
}

function sdfWorld(path: string): World {
  const text = new TextDecoder().decode(readInput(path, 'world'));
  const folder = dirname(path);
  // model://name is looked for beside the world, and in ../models as Gazebo's own packages lay it out.
  const resolveUri = (uri: string): string | undefined => {
    const name = uri.replace(/^(model|file):\/\//, '');
    for (const base of [folder, join(folder, '..', 'models'), join(folder, '..')])
      for (const file of [join(base, name), join(base, name, 'model.sdf')])
        if (/\.(sdf|dae)$/i.test(file) && existsSync(file)) return new TextDecoder().decode(readInput(file, 'model'));
    return undefined;
  };
  return readSdf(text, { resolve: resolveUri, input: path });
}
