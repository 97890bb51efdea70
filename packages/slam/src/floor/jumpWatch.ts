import type { MatchEvidence } from '../match/evidence.ts';

/** So many scans in a row must fit where it jumped to; so many that don't send it back. */
const CONFIRMED_BY = 3;
const REFUTED_BY = 2;
/** With less of a scan in seen space there is nothing to confirm it by: waiting would only leave the map behind. */
const MIN_OVERLAP = 0.4;

/** What a match says of a jump. */
export interface JumpEvidence extends MatchEvidence {
  readonly jumped: boolean;
  readonly isClear: boolean;
}

/**
 * Holds a jump of the pose in suspense. One scan may fit a place that only looks like this one, far from where odometry puts
 * the robot; the next ones, taken from elsewhere, fit it only when it is right. Until then nothing may be drawn.
 */
export class JumpWatch<Standing> {
  #before: Standing | undefined;
  #fits = 0;
  #misfits = 0;

  /** Whether a jump waits to be confirmed. */
  get isOpen(): boolean {
    return this.#before !== undefined;
  }

  /**
   * Takes a match.
   * @param before where the robot stood before it, should it be a jump
   * @returns where it has to go back to, when the jump turns out wrong
   */
  add(match: JumpEvidence, before: Standing): Standing | undefined {
    if (match.overlap < MIN_OVERLAP) this.close();
    else if (match.jumped) this.#open(before);
    else if (this.isOpen) return match.isClear ? this.#confirm() : this.#refute();
    return undefined;
  }

  /** The map moved, and where the robot stood with it. */
  move(moved: (before: Standing) => Standing): void {
    if (this.#before !== undefined) this.#before = moved(this.#before);
  }

  /** The pose is what it is. */
  close(): void {
    this.#before = undefined;
  }

  /** A jump from where it jumped to a moment ago leaves it all open. */
  #open(before: Standing): void {
    if (!this.isOpen) this.#misfits = 0;
    this.#before ??= before;
    this.#fits = 0;
  }

  #confirm(): undefined {
    this.#misfits = 0;
    if (++this.#fits >= CONFIRMED_BY) this.close();
  }

  #refute(): Standing | undefined {
    this.#fits = 0;
    if (++this.#misfits < REFUTED_BY) return undefined;
    const before = this.#before;
    this.close();
    return before;
  }
}
