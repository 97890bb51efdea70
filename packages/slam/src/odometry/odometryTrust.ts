/** Matches over which the usual error is followed: about the last thirty; a worse one counts at once, and is forgotten as slowly. */
const SHARE = 0.03;
const WORSE_SHARE = 0.1;
/** Before anything was seen, as a share of the noise given. */
const START = 0.5;
/** Nobody is trusted more than this many times over; what was seen counts this much worse, since slip comes unannounced. */
const LEAST = 0.03;
const CAUTION = 2;

/** How far off odometry is by what scans say, as a share of the noise that it is given, for the way and for turns. */
export class OdometryTrust {
  #way = START * START;
  #turn = START * START;

  /** Takes the error of one motion as scans see it, in standard deviations of the noise given. */
  note(way_sigmas: number, turn_sigmas: number): void {
    // An error of the way has two components.
    this.#way = followed(this.#way, 0.5 * CAUTION * CAUTION * way_sigmas * way_sigmas);
    this.#turn = followed(this.#turn, CAUTION * CAUTION * turn_sigmas * turn_sigmas);
  }

  /** Factor on the noise given, at most 1. */
  get way(): number {
    return Math.min(1, Math.max(LEAST, Math.sqrt(this.#way)));
  }

  get turn(): number {
    return Math.min(1, Math.max(LEAST, Math.sqrt(this.#turn)));
  }
}

function followed(usual: number, seen: number): number {
  return usual + (seen > usual ? WORSE_SHARE : SHARE) * (Math.min(seen, 1) - usual);
}
