import {
  type BodyButtonName,
  type BodySign,
  bodyButtons,
  buttonMarks_s,
  type ChirpTune,
  chirpTunes,
  type SensorRecord,
  type SignReason,
  signReasons,
} from '@homebound/robot';

/** What whoever is in the room saw and heard, and when. */
export interface SignTruth {
  readonly stamp_s: number;
  readonly shows: SignReason | 'dark';
  /** The camera's lamp burned. */
  readonly camera: boolean;
  /** The chirp that sounded then. */
  readonly tune?: ChirpTune;
}

/** What of it can break. */
export type SignPart = 'light' | 'speaker' | 'cameraLamp';

/** The sign is measured at every 10th step: each 0.2 s. */
const SIGN_EVERY = 10;
/** Signs that are remembered: a day of a household that drives by hand a lot. */
const MOST_SIGNS = 10_000;

/** Light, chirp and buttons of the body. */
export class BodySigns {
  /** Oldest first. */
  readonly truths: SignTruth[] = [];
  broken: SignPart | undefined;
  #wanted: BodySign | undefined;
  #shows: SignReason | 'dark' = 'dark';
  #camera = false;
  /** As many as the mind asked for, of those that sounded. */
  #chirps = 0;
  readonly #pressed: { readonly button: BodyButtonName; readonly held_s: number; since_s?: number; told: number }[] =
    [];

  /** Throws RangeError for a reason or a tune that no body has. */
  command(sign: BodySign): void {
    if (!signReasons.includes(sign.reason))
      throw new RangeError(`Cannot sign: reason must be one of ${signReasons.join(', ')}, got ${sign.reason}`);
    if (!chirpTunes.includes(sign.tune))
      throw new RangeError(`Cannot sign: tune must be one of ${chirpTunes.join(', ')}, got ${sign.tune}`);
    this.#wanted = sign;
  }

  /** Presses a button for a while. Throws RangeError for one that the body does not have, and for a time below 0. */
  press(button: BodyButtonName, held_s: number): void {
    if (!bodyButtons.includes(button) || !(held_s >= 0))
      throw new RangeError(
        `Cannot press: needs one of ${bodyButtons.join(', ')} and a time of at least 0 s, got ${button} and ${held_s}`,
      );
    this.#pressed.push({ button, held_s, told: 0 });
  }

  measure(step: number, stamp_s: number, records: SensorRecord[]): void {
    this.#pushButtons(stamp_s, records);
    const isNews = this.#follow(stamp_s);
    if (isNews || step % SIGN_EVERY === 0)
      records.push({ kind: 'sign', stamp_s, shows: this.#shows, chirps: this.#chirps, camera: this.#camera });
  }

  #pushButtons(stamp_s: number, records: SensorRecord[]): void {
    for (const press of this.#pressed.slice()) {
      press.since_s ??= stamp_s;
      for (const mark_s of buttonMarks_s.slice(press.told)) {
        if (mark_s > press.held_s || stamp_s - press.since_s < mark_s - 1e-9) break;
        press.told++;
        records.push({ kind: 'button', stamp_s, button: press.button, held_s: mark_s });
      }
      if (stamp_s - press.since_s >= press.held_s) this.#pressed.splice(this.#pressed.indexOf(press), 1);
    }
  }

  /** Light, lamp and speaker do as they were told, where they work. @returns whether they do otherwise than before */
  #follow(stamp_s: number): boolean {
    const shows = this.broken === 'light' ? 'dark' : (this.#wanted?.reason ?? 'dark');
    const chirps = this.broken === 'speaker' ? this.#chirps : (this.#wanted?.chirps ?? this.#chirps);
    const camera = this.broken !== 'cameraLamp' && this.#wanted?.camera === true;
    if (shows === this.#shows && chirps === this.#chirps && camera === this.#camera) return false;
    const tune = chirps === this.#chirps ? undefined : this.#wanted?.tune;
    this.#shows = shows;
    this.#chirps = chirps;
    this.#camera = camera;
    this.truths.push(tune === undefined ? { stamp_s, shows, camera } : { stamp_s, shows, camera, tune });
    if (this.truths.length > MOST_SIGNS) this.truths.shift();
    return true;
  }
}
