import { Sessions } from './sessions.ts';

/**
 * What people call their paired devices, out of the list of pairings as it is kept.
 * @returns the name of an id of a session; of a list that can't be read nobody's
 */
export function deviceNames(pairings: Uint8Array | undefined, now_s: number): (id: string) => string | undefined {
  try {
    const sessions = new Sessions({ load: () => pairings, save: () => {} });
    return (id) => sessions.get(id, now_s)?.name;
  } catch {
    return () => undefined;
  }
}
