import { decodeHomeMap } from '@homebound/formats';
import { backup, type NewObject, restoreBackup, type Vault } from '@homebound/vault';
import { HomeRefusal } from '@homebound/wire';
import { schedulesShape, settingsShape } from './homeRequests.ts';
import { checkMapId } from './mapStore.ts';
import { done, fromJson } from './refusal.ts';
import { storedRun } from './runShape.ts';

/** Each kind that goes into a backup, and how what comes out of one is looked at. Pairings, certificates and the audit log stay with the robot. */
const carried: Readonly<Record<string, (object: NewObject) => void>> = {
  map: ({ id, content }) => {
    checkMapId(id);
    if (decodeHomeMap(content, `map ${id}`).meta.id !== id)
      throw new HomeRefusal('invalid', `The map ${id} of the backup is another's; it was not written by Homebound`);
  },
  run: ({ content }) => void fromJson(storedRun, content, 'a run of the backup'),
  schedule: ({ content }) => void fromJson(schedulesShape, content, 'the schedules of the backup'),
  settings: ({ content }) => void fromJson(settingsShape, content, 'the settings of the backup'),
};

/** All that a household would miss, as one file under its passphrase. Throws RangeError for one of less than 8 characters. */
export function makeBackup(vault: Vault, passphrase: string): Uint8Array {
  return Buffer.concat([...backup(vault, passphrase, Object.keys(carried))]);
}

/**
 * All of a backup, or nothing. Who made the file chose what is in it: a pairing in it would open the robot to them, so that other
 * kinds are refused, and contents looked at.
 * @returns how many objects it held
 */
export function takeBackup(vault: Vault, file: Uint8Array, passphrase: string): number {
  const accept = (object: NewObject): void => {
    const check = Object.hasOwn(carried, object.kind) ? carried[object.kind] : undefined;
    if (check === undefined)
      throw new HomeRefusal('invalid', `The backup holds a ${object.kind}, which no backup of Homebound does`);
    check(object);
  };
  return done(restoreBackup(vault, [file], passphrase, accept)).entries.length;
}
