import { decodeHomeMap } from '@homebound/formats';
import { backup, type NewObject, restoreBackup, type Vault } from '@homebound/vault';
import { HomeRefusal } from '@homebound/wire';
import type * as z from 'zod';
import { DOCUMENT_ID } from './documents.ts';
import { schedulesShape, settingsShape } from './homeRequests.ts';
import { checkMapId } from './mapStore.ts';
import { done, fromJson } from './refusal.ts';
import { storedRun } from './runShape.ts';

type Check = (object: NewObject, resolution_m: number) => void;

/** Each kind that goes into a backup, and how what comes out of one is looked at. Pairings, certificates and the audit log stay with the robot. */
const carried: Readonly<Record<string, Check>> = {
  map: ({ id, content }, resolution_m) => {
    checkMapId(id);
    const { meta } = decodeHomeMap(content, `map ${id}`);
    if (meta.id !== id) throw foreign(`map ${id}`);
    // It would keep the robot from waking.
    if (Math.abs(meta.resolution_m - resolution_m) > 1e-9)
      throw new HomeRefusal(
        'invalid',
        `The map ${id} of the backup has cells of ${meta.resolution_m} m, this robot draws ${resolution_m} m; import the map by itself`,
      );
  },
  run: ({ id, content }) => {
    if (fromJson(storedRun, content, 'a run of the backup').run.id !== id) throw foreign(`run ${id}`);
  },
  schedule: (object) => checkDocument(schedulesShape, object),
  settings: (object) => checkDocument(settingsShape, object),
};

function checkDocument(shape: z.ZodType, { kind, id, content }: NewObject): void {
  if (id !== DOCUMENT_ID) throw foreign(`${kind} ${id}`);
  fromJson(shape, content, `the ${kind} of the backup`);
}

function foreign(what: string): HomeRefusal {
  return new HomeRefusal('invalid', `The ${what} of the backup is another's; it was not written by Homebound`);
}

/** All that a household would miss, as one file under its passphrase. Throws RangeError for one of less than 10 characters. */
export function makeBackup(vault: Vault, passphrase: string): Uint8Array {
  return Buffer.concat([...backup(vault, passphrase, Object.keys(carried))]);
}

/**
 * All of a backup, or nothing. Who made the file chose what is in it: a pairing in it would open the robot to them, so that other
 * kinds are refused, and contents looked at.
 * @param resolution_m of the robot's cells
 * @returns how many objects it held
 */
export function takeBackup(vault: Vault, file: Uint8Array, passphrase: string, resolution_m: number): number {
  const accept = (object: NewObject): void => {
    const check = Object.hasOwn(carried, object.kind) ? carried[object.kind] : undefined;
    if (check === undefined)
      throw new HomeRefusal('invalid', `The backup holds a ${object.kind}, which no backup of Homebound does`);
    check(object, resolution_m);
  };
  return done(restoreBackup(vault, [file], passphrase, accept)).entries.length;
}
