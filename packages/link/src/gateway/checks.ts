import { commandDeed } from '@homebound/wire';
import type { Allowance } from './allowance.ts';
import { bytesOf } from './callTable.ts';
import { DriveLog } from './driveLog.ts';
import { toMind } from './messages.ts';

/** Bytes that are on their way or worked on, in all: the largest file and what is said beside it. The gateway takes one file at a time. */
const MOST_IN_HAND_BYTES = 257 * 2 ** 20;

/** What decides about a gateway's words; a test plants a faulty one. */
export interface SessionChecks {
  readonly shape: typeof toMind;
  readonly bytesOf: typeof bytesOf;
  readonly isGranted: (allowance: Allowance, now_s: number) => boolean;
  readonly deedOf: typeof commandDeed;
  readonly driveLog: () => Pick<DriveLog, 'heard'>;
  readonly mostInHand_bytes: number;
}

export const soundChecks: SessionChecks = {
  shape: toMind,
  bytesOf,
  isGranted: (allowance, now_s) => allowance.take(now_s),
  deedOf: commandDeed,
  driveLog: () => new DriveLog(),
  mostInHand_bytes: MOST_IN_HAND_BYTES,
};
