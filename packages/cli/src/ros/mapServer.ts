import { type MapFolder, MapFolderError, mapServerNode } from '@homebound/nodes';
import { openMapFolder } from '../mapFolder.ts';
import type { RosPart } from './executable.ts';

/** No ROS parameter: whoever is on the graph may set those, and would choose what of the disk is read and written. */
const FOLDER = 'HOMEBOUND_MAP_FOLDER';

/** @param path  the one folder that maps are read from and saved to; without one every request is refused with that reason */
export function mapServer(path = process.env[FOLDER]): RosPart {
  const folder = path ? openMapFolder(path) : noFolder;
  return { add: (graph) => graph.add(mapServerNode(folder)) };
}

function refuse(): never {
  throw new MapFolderError('refused', `there is no map folder: start with ${FOLDER} set to one`);
}

const noFolder: MapFolder = { read: refuse, write: refuse };

export const mapServerParameters = mapServerNode(noFolder).parameters;
