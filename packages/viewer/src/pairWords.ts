import type { PublicCamera } from '@homebound/wire';

/** What anybody may know of pairing, and of the camera. */
export interface PairingWindow {
  readonly isNeeded: boolean;
  readonly isOpen: boolean;
  readonly left_s: number;
  readonly locked_s: number;
  readonly camera: PublicCamera;
}

function duration(time_s: number): string {
  return time_s < 60 ? `${time_s} s` : `${Math.ceil(time_s / 60)} min`;
}

/** Whether the robot waits for a code, in words. */
export function windowWords({ isNeeded, isOpen, left_s, locked_s }: Omit<PairingWindow, 'camera'>): string {
  if (!isNeeded) return 'This robot needs no pairing here.';
  if (isOpen) return `The robot waits for the code, for another ${duration(left_s)}.`;
  if (locked_s > 0) return `Too many wrong codes. The button works again in ${duration(locked_s)}.`;
  return 'The robot waits for its button to be pressed.';
}

/** How it stands with the camera, to whoever is in the home. */
export const strangerCameraWords: Readonly<Record<PublicCamera, string>> = {
  none: 'This robot has no camera.',
  off: 'The camera is switched off. An admin alone switches it on.',
  on: 'The camera is shut now. It is switched on, and opens when the robot works.',
  open: 'The camera is open now: it looks at the floor ahead, and its lamp burns. There is no live view.',
};
