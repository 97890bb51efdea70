/** SLAM's word on the robot's place: `SlamState.state`. */
export type SlamWord = 'mapping' | 'located' | 'lost' | 'locating';

/** What is to be made of it: known, lost, or wait and see. */
export type Place = { readonly is: 'known'; readonly inKnownMap: boolean } | { readonly is: 'lost' | 'unsure' };

/** Without a pose for so long the place is only odometry's, s. */
const LOST_S = 10;
/** After the robot was put down, what SLAM says counts from here on, s: scans that were taken in the air are through by then. */
const SETTLE_S = 1.5;
/** So long after it SLAM is waited for; silent until then, it has nothing new to say, s. */
const WAIT_S = 5;

/**
 * Does the robot know where it is? Weighs SLAM's own word, the poses that it publishes (none while scans don't fit the map)
 * and the wheels: a robot that was in the air may be anywhere, until SLAM has looked again.
 */
export class PlaceWatch {
  #word: SlamWord | undefined;
  #word_s = Number.NEGATIVE_INFINITY;
  #pose_s = Number.NEGATIVE_INFINITY;
  #putDown_s = Number.NEGATIVE_INFINITY;
  #isLifted = false;
  readonly #start_s: number;

  /** @param start_s when the robot was switched on: SLAM is given the usual time to speak for the first time */
  constructor(start_s: number) {
    this.#start_s = start_s;
  }

  get isLifted(): boolean {
    return this.#isLifted;
  }

  heardSlam(word: SlamWord, now_s: number): void {
    this.#word = word;
    this.#word_s = now_s;
  }

  heardPose(now_s: number): void {
    this.#pose_s = now_s;
  }

  /** @param hang whether both wheels do */
  heardWheels(hang: boolean, now_s: number): void {
    if (this.#isLifted && !hang) this.#putDown_s = now_s;
    this.#isLifted = hang;
  }

  at(now_s: number): Place {
    if (this.#isLifted) return { is: 'unsure' };
    const from_s = this.#putDown_s + SETTLE_S;
    if (this.#word !== undefined && this.#word_s < from_s && now_s - this.#putDown_s < WAIT_S) return { is: 'unsure' };
    if (this.#word === 'lost' || this.#word === 'locating') return { is: 'lost' };
    const hasPose = this.#pose_s >= this.#start_s && this.#pose_s >= from_s;
    if (hasPose && now_s - this.#pose_s <= LOST_S) return { is: 'known', inKnownMap: this.#word === 'located' };
    return now_s - Math.max(this.#pose_s, from_s, this.#start_s) > LOST_S ? { is: 'lost' } : { is: 'unsure' };
  }
}
