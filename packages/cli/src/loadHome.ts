import { extname } from 'node:path';
import { decodeHomeMap, drawnGrid, type StoredMap, vendorHome } from '@homebound/formats';
import { knownPart, type OccupancyGrid } from '@homebound/grid';
import { type HomePlan, type Point, segmentRooms, startHome, updateHome } from '@homebound/plan';
import { CliError } from './errors.ts';
import { readInput } from './files.ts';
import { loadMap, vendorMap } from './worlds.ts';

/** A map with its rooms and restrictions. */
export interface LoadedHome {
  readonly map: OccupancyGrid;
  /** As the household or the maker keeps it; where neither does, as the map divides. */
  readonly home: HomePlan;
  /** Where the file says that the dock stands. */
  readonly dock?: Point;
}

/** A home from a map of ours (.hbmap), a ValetudoMap export (.json) or map_server files (.yaml). */
export function loadHome(path: string): LoadedHome {
  switch (extname(path)) {
    case '.hbmap':
      return storedHome(decodeHomeMap(readInput(path, 'map'), path), path);
    case '.json': {
      const vendor = vendorMap(path);
      const home = vendorHome(vendor, path);
      const { grid: map, charger } = vendor;
      const dock = charger && { dock: { x: charger.x_m, y: charger.y_m } };
      return { map, home: vendor.rooms.length > 0 ? home : divided(home, map), ...dock };
    }
    default: {
      // SLAM's maps often lie in much that is unknown, which costs time and tells nothing.
      const map = knownPart(loadMap(path));
      return { map, home: startHome(segmentRooms(map).labels, map) };
    }
  }
}

function storedHome(stored: StoredMap, path: string): LoadedHome {
  const map = drawnGrid(stored);
  if (map === undefined) throw new CliError(`${path}: the map is empty; let the robot map the home first`);
  if (stored.home === undefined) return { map, home: startHome(segmentRooms(map).labels, map) };
  return { map, home: { ...stored.home, past: [], future: [] } };
}

/** A home without rooms, divided as its map is. */
function divided(home: HomePlan, map: OccupancyGrid): HomePlan {
  return updateHome(home, segmentRooms(map).labels, map);
}
