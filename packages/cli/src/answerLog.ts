import { Checksum } from '@homebound/math';

interface Answer {
  readonly time_ns: bigint;
  /** Of the CDR bytes. */
  readonly checksum: string;
}

/** What nodes answered on each topic, in order: enough to tell whether two runs answered the same bits at the same times. */
export class AnswerLog {
  readonly #topics = new Map<string, Answer[]>();
  #last_ns = -1n;
  size = 0;

  add(topic: string, time_ns: bigint, cdr: Uint8Array): void {
    const checksum = new Checksum();
    checksum.addBytes(cdr);
    const answers = this.#topics.get(topic);
    if (answers === undefined) this.#topics.set(topic, [{ time_ns, checksum: checksum.hex }]);
    else answers.push({ time_ns, checksum: checksum.hex });
    if (time_ns > this.#last_ns) this.#last_ns = time_ns;
    this.size++;
  }

  /**
   * Topics on which the other log differs from this one, up to this one's end: missing, additional, late or other answers. The
   * last instant is left out, since a run may have been stopped in the middle of it.
   */
  differing(other: AnswerLog): string[] {
    const before = (log: AnswerLog, topic: string): Answer[] =>
      (log.#topics.get(topic) ?? []).filter(({ time_ns }) => time_ns < this.#last_ns);
    const names = new Set([...this.#topics.keys(), ...other.#topics.keys()]);
    return [...names].filter((topic) => {
      const ours = before(this, topic);
      const theirs = before(other, topic);
      return (
        ours.length !== theirs.length ||
        ours.some(({ time_ns, checksum }, i) => time_ns !== theirs[i].time_ns || checksum !== theirs[i].checksum)
      );
    });
  }
}
