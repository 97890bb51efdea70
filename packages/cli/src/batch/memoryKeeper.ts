import { type KeptFloor, type MapKeeper, slamParameters } from '@homebound/nodes';
import type { Dismissal, HomeState } from '@homebound/plan';

/** Maps that live as long as the process: what one simulated run leaves to the next. */
export function memoryKeeper(name: string): MapKeeper {
  const floors: KeptFloor[] = [];
  const homes: HomeState[] = [];
  const dismissed: (readonly Dismissal[])[] = [];
  return {
    floors,
    save(index, floor) {
      floors[index] = {
        ...floor,
        resolution_m: floors[index]?.resolution_m ?? slamParameters.resolution.default,
        name: index === 0 ? name : `${name} ${index + 1}`,
        ...(homes[index] !== undefined && { home: homes[index] }),
        ...(dismissed[index] !== undefined && { dismissals: dismissed[index] }),
      };
    },
    keepHome(index, home) {
      homes[index] = home;
      if (floors[index] !== undefined) floors[index] = { ...floors[index], home };
    },
    keepDismissals(index, dismissals) {
      dismissed[index] = dismissals;
      if (floors[index] !== undefined) floors[index] = { ...floors[index], dismissals };
    },
  };
}
