import { type KeptFloor, type MapKeeper, slamParameters } from '@homebound/nodes';

/** Maps that live as long as the process: what one simulated run leaves to the next. */
export function memoryKeeper(name: string): MapKeeper {
  const floors: KeptFloor[] = [];
  return {
    floors,
    save(index, floor) {
      floors[index] = {
        ...floor,
        resolution_m: floors[index]?.resolution_m ?? slamParameters.resolution.default,
        name,
      };
    },
  };
}
