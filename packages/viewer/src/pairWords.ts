/** What anybody may know of pairing. */
export interface PairingWindow {
  readonly isNeeded: boolean;
  readonly isOpen: boolean;
  readonly left_s: number;
  readonly locked_s: number;
}

function duration(time_s: number): string {
  return time_s < 60 ? `${time_s} s` : `${Math.ceil(time_s / 60)} min`;
}

/** Whether the robot waits for a code, in words. */
export function windowWords({ isNeeded, isOpen, left_s, locked_s }: PairingWindow): string {
  if (!isNeeded) return 'This robot needs no pairing here.';
  if (isOpen) return `The robot waits for the code, for another ${duration(left_s)}.`;
  if (locked_s > 0) return `Too many wrong codes. The button works again in ${duration(locked_s)}.`;
  return 'The robot waits for its button to be pressed.';
}
