import type { SignRecord } from '@homebound/robot';

/** `ready`: nobody drives, or the room is still being told. `driven`: inputs are obeyed. */
export type Permit =
  | { readonly state: 'ready' | 'driven'; readonly reason: '' }
  | { readonly state: 'refused'; readonly reason: string };

/** After a pause of this length the next input is a new drive, with a chirp of its own, s. */
const NEW_DRIVE_S = 10;
/** The light stays on for so long after the last input, s: who looks up sees it. */
const LINGER_S = 5;
/** So long the body may take to show and sound what it was told, s. */
const WAIT_S = 0.6;
/** Older, what the body says of its sign is not believed, s. */
const FRESH_S = 0.5;

const ready: Permit = { state: 'ready', reason: '' };
const driven: Permit = { state: 'driven', reason: '' };
const dark: Permit = {
  state: 'refused',
  reason: 'The light or the chirp of the robot does not work, and without them it is not driven by hand.',
};
const off: Permit = {
  state: 'refused',
  reason: 'Driving by hand was switched off. Somebody at the robot switches it on: hold its privacy button for 3 s.',
};

/**
 * Whether driving by hand is obeyed: only while the body itself says that the room sees the light of it and has heard the chirp. It knows
 * of the inputs by themselves, whatever a gateway says of who drives.
 */
export class HandDrive {
  #last_s = Number.NEGATIVE_INFINITY;
  #asked_s = Number.NEGATIVE_INFINITY;
  /** The chirp that told of this drive; undefined until it was asked for. */
  #chirp: number | undefined;
  #shown: SignRecord | undefined;

  /** @returns whether a drive begins with this input; it is then told with a chirp, see `told` */
  input(now_s: number): boolean {
    const isNew = now_s - this.#last_s > NEW_DRIVE_S;
    if (isNew) {
      this.#asked_s = now_s;
      this.#chirp = undefined;
    }
    this.#last_s = now_s;
    return isNew;
  }

  /** The count of the chirp that the body was asked for. */
  told(chirps: number): void {
    this.#chirp = chirps;
  }

  shows(sign: SignRecord): void {
    this.#shown = sign;
  }

  /** Ends the drive: the next input is a new one. */
  end(): void {
    this.#last_s = Number.NEGATIVE_INFINITY;
  }

  /** Whether the light should be on. */
  isOn(now_s: number): boolean {
    return now_s - this.#last_s <= LINGER_S;
  }

  permit(isOff: boolean, now_s: number): Permit {
    if (isOff) return off;
    if (!this.isOn(now_s)) return ready;
    if (this.#isShown(now_s)) return driven;
    return now_s - this.#asked_s <= WAIT_S ? ready : dark;
  }

  #isShown(now_s: number): boolean {
    if (this.#shown === undefined || this.#chirp === undefined) return false;
    const { stamp_s, shows, chirps } = this.#shown;
    return now_s - stamp_s <= FRESH_S && shows === 'drivenByHand' && chirps >= this.#chirp;
  }
}
