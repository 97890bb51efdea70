import { VideoError } from './videoSystem.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such camera; is it plugged in?',
  ENODEV: 'there is no such camera; is it plugged in?',
  ENXIO: 'there is no such camera; is it plugged in?',
  EACCES: 'this user may not use it; the group video may',
  EPERM: 'this user may not use it; the group video may',
  EBUSY: 'another program has it',
  ENOTTY: 'it is no camera',
};

/** Why a camera does not open, in words for a person where they are known; else the error itself. */
export function reasonNotToOpen(path: string, error: unknown): unknown {
  const reason = error instanceof VideoError ? reasons[error.code] : undefined;
  return reason === undefined ? error : new Error(`${path}: ${reason}`, { cause: error });
}
