import type { SignRecord } from '@homebound/robot';

/** Whether the camera may be open, and why not, in words for a person. */
export interface CameraPermit {
  readonly mayOpen: boolean;
  readonly reason: string;
}

/** What is to be known of the household and the robot to permit it. */
export interface CameraWish {
  /** The household has switched it on. */
  readonly isOn: boolean;
  /** Somebody at the robot has pressed its privacy button. */
  readonly isPrivate: boolean;
  readonly isAtWork: boolean;
}

/** Older, what the body says of its lamp is not believed, s. */
const FRESH_S = 0.5;
/** So long the lamp may take to burn, s. */
const LAMP_S = 0.6;
/** So long a device may take to open, s. */
const OPEN_S = 3;
/** So long after the last word of a camera that was open its lamp burns on: without a permit it has shut itself long before. */
const GONE_S = 3;
/** A device that was about to open when it was let go has heard so after this, s: its word from then on is believed. */
const HEARD_S = 0.2;
/** Without a permit a camera shuts itself within this, s, whether or not it says so. */
const BY_ITSELF_S = 1;
/** What failed is tried again after this, s. */
const AGAIN_S = 10;

const reasons = {
  off: 'The camera is switched off.',
  private: 'The camera was switched off at the robot, by its privacy button.',
  rest: 'The camera is shut while the robot rests.',
  asking: 'The lamp of the camera is asked for.',
  dark: 'The lamp of the camera does not burn, and without it the camera stays shut.',
  shut: 'The camera does not open.',
} as const;

/**
 * Whether the camera may be open: only while the household wants it, the robot works, and the body itself says that the camera's lamp
 * burns. The lamp is asked for before the device is opened, and let go when the device has said that it is shut.
 */
export class CameraWatch {
  #state: 'shut' | 'asking' | 'open' | 'closing' = 'shut';
  /** Since when it is so; of one that is open, when that was heard last. */
  #since_s = Number.NEGATIVE_INFINITY;
  #again_s = Number.NEGATIVE_INFINITY;
  #why: keyof typeof reasons = 'asking';
  #lamp: SignRecord | undefined;
  /** It was let go before it had said that it is open: it may have opened meanwhile. */
  #mayHaveOpened = false;
  #device: { readonly isOpen: boolean; readonly at_s: number } | undefined;

  /** Whether there is a camera: it says so itself. */
  get isThere(): boolean {
    return this.#device !== undefined;
  }

  shows(sign: SignRecord): void {
    this.#lamp = sign;
  }

  /** What the camera says of its device. @returns whether it has opened just now */
  says(isOpen: boolean, now_s: number): boolean {
    const wasOpen = this.#device?.isOpen === true;
    this.#device = { isOpen, at_s: now_s };
    return isOpen && !wasOpen;
  }

  /** Whether the lamp is to burn: for a device that is open whatever was wished, and for one that is about to open. */
  lamp(now_s: number): boolean {
    return this.#state !== 'shut' || this.#isOpen(now_s);
  }

  /** Goes on with time; called whenever something was heard and a few times a second. */
  permit(wish: CameraWish, now_s: number): CameraPermit {
    const against = unwanted(wish);
    this.#step(against === undefined, now_s);
    if (this.#state === 'open') return { mayOpen: true, reason: '' };
    return { mayOpen: false, reason: reasons[against ?? this.#why] };
  }

  #step(isWanted: boolean, now_s: number): void {
    if (!isWanted) this.#forgive();
    if (this.#state === 'shut' && isWanted && now_s >= this.#again_s && this.#isAlive(now_s)) this.#go('asking', now_s);
    if (this.#state === 'asking') {
      if (!isWanted) this.#go('shut', now_s);
      else if (this.#burns(now_s)) this.#go('open', now_s);
      else if (now_s - this.#since_s > LAMP_S) this.#giveUp('dark', 'shut', now_s);
    }
    if (this.#state === 'open') {
      if (this.#isOpen(now_s) && this.#isAlive(now_s)) {
        this.#since_s = now_s;
        this.#forgive();
      }
      if (!isWanted) this.#go('closing', now_s);
      else if (!this.#burns(now_s)) this.#giveUp('dark', 'closing', now_s);
      else if (now_s - this.#since_s > OPEN_S) this.#giveUp('shut', 'closing', now_s);
    }
    if (this.#state === 'closing' && this.#isShut(now_s)) this.#go('shut', now_s);
  }

  #go(state: 'shut' | 'asking' | 'open' | 'closing', now_s: number): void {
    this.#state = state;
    this.#since_s = now_s;
    if (state === 'closing') this.#mayHaveOpened = !this.#isOpen(now_s);
  }

  #giveUp(why: keyof typeof reasons, state: 'shut' | 'closing', now_s: number): void {
    this.#go(state, now_s);
    this.#why = why;
    this.#again_s = now_s + AGAIN_S;
  }

  /** What failed before does not count any more. */
  #forgive(): void {
    this.#again_s = Number.NEGATIVE_INFINITY;
    this.#why = 'asking';
  }

  #burns(now_s: number): boolean {
    return this.#lamp?.camera === true && now_s - this.#lamp.stamp_s <= FRESH_S;
  }

  #isAlive(now_s: number): boolean {
    return this.#device !== undefined && now_s - this.#device.at_s <= FRESH_S;
  }

  /** Whether a device that was let go is known to be shut. */
  #isShut(now_s: number): boolean {
    if (this.#isOpen(now_s)) return false;
    const said_s = (this.#device?.at_s ?? now_s) - this.#since_s;
    return !this.#mayHaveOpened || said_s >= HEARD_S || now_s - this.#since_s > BY_ITSELF_S;
  }

  #isOpen(now_s: number): boolean {
    return this.#device?.isOpen === true && now_s - this.#device.at_s <= GONE_S;
  }
}

function unwanted({ isOn, isPrivate, isAtWork }: CameraWish): 'off' | 'private' | 'rest' | undefined {
  if (isPrivate) return 'private';
  if (!isOn) return 'off';
  return isAtWork ? undefined : 'rest';
}
