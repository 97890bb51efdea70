import type {
  BodySign,
  ButtonRecord,
  CleaningCommand,
  DriveCommand,
  RobotBody,
  RobotGeometry,
  SensorRecord,
} from '@homebound/robot';
import { type ConnectOptions, connectLink } from '../connectLink.ts';
import type { Message } from '../frames.ts';
import type { Link, LinkEnd } from '../link.ts';
import { LinkError } from '../linkError.ts';
import { ActedOn } from './actedOn.ts';
import { type BodyClock, bodyTime, monotonic_s } from './bodyClock.ts';
import { commandMessage } from './commandMessage.ts';
import { type MotorHello, motorLimits, readHello } from './motorHello.ts';
import { readRecord } from './recordMessage.ts';
import { type Wish, Wishes } from './wishes.ts';

/** A supervisor that is well greets at once. */
const GREETING_S = 2;
/** Records that wait for a poll: 20 s of all that a body says. A mind that is behind by more does not drive a robot. */
const MAX_WAITING = 4000;

/** Between two sendings of wishes, s of the body's time: the motors decide once in it. */
const SPACE_S = 0.02;

export interface ConnectMotorsOptions extends ConnectOptions {
  /** Resolves when what presses of the body's buttons changed is on the disk. Absent: it is there when the nodes have heard of it. */
  readonly kept?: () => Promise<unknown>;
}

/** A body whose motors are in another process. Time is the graph's: 0 when the link was opened, at the body's own pace. */
export interface RemoteBody extends RobotBody {
  /** Time now; a graph that runs on it must not write lag off, or its records would lie in its future. */
  now_s(): number;
  /** How many times faster than the machine's clock that is. */
  readonly rate: number;
  /** Resolves when the motors are gone. From then on there are no records, and nobody who obeys. */
  readonly closed: Promise<LinkEnd>;
  close(): void;
}

/** The body behind the motors' socket. Rejects with LinkError when nobody, or somebody else, is there. */
export async function connectMotors({ kept = async () => {}, ...options }: ConnectMotorsOptions): Promise<RemoteBody> {
  let greet: (hello: MotorHello) => void = () => {};
  const greeting = new Promise<MotorHello>((done) => {
    greet = done;
  });
  let take = (message: Message): void => {
    const hello = readHello(message);
    body = new Remote(link, hello, kept);
    take = (record) => (body as Remote).add(readRecord(record));
    greet(hello);
  };
  let body: Remote | undefined;
  const link = await connectLink({ ...motorLimits, ...options }, () => ({ message: (message) => take(message) }));
  const timer = setTimeout(() => link.close(), GREETING_S * 1000);
  const end = await Promise.race([greeting.then(() => undefined), link.closed]);
  clearTimeout(timer);
  if (body !== undefined) return body;
  const why = end !== undefined && 'error' in end ? String((end.error as Error).message ?? end.error) : end?.reason;
  throw new LinkError(
    'failed',
    `Cannot use motors at ${options.path}: no greeting came (${why}); restart their process`,
  );
}

class Remote implements RemoteBody {
  readonly geometry: RobotGeometry;
  readonly commandTimeout_s: number;
  readonly rate: number;
  readonly #link: Link;
  readonly #clock: BodyClock;
  readonly #epoch_s: number;
  readonly #wishes: Wishes;
  readonly #actedOn: ActedOn;
  #waiting: SensorRecord[] = [];
  /** Stamp of the newest record that was polled, on the body's clock. */
  #seen_s = Number.NEGATIVE_INFINITY;

  constructor(link: Link, { geometry, commandTimeout_s, clock }: MotorHello, kept: () => Promise<unknown>) {
    this.geometry = geometry;
    this.commandTimeout_s = commandTimeout_s;
    this.rate = clock.rate;
    this.#link = link;
    this.#clock = clock;
    this.#epoch_s = bodyTime(clock);
    this.#wishes = new Wishes({
      send: (wish) => {
        const { head, bytes } = commandMessage(wish);
        link.send(head, bytes);
      },
      space_s: SPACE_S / clock.rate,
      now_s: monotonic_s,
      after,
    });
    this.#actedOn = new ActedOn(kept, ({ button, stamp_s }) => this.#wishes.add({ kind: 'heard', button, stamp_s }));
  }

  get closed(): Promise<LinkEnd> {
    return this.#link.closed;
  }

  now_s(): number {
    return bodyTime(this.#clock) - this.#epoch_s;
  }

  add(record: SensorRecord): void {
    if (this.#waiting.length >= MAX_WAITING)
      throw new LinkError(
        'refused',
        `Cannot take more records: ${MAX_WAITING} wait for this process, which is too slow`,
      );
    this.#waiting.push(record);
  }

  poll(now_s: number): readonly SensorRecord[] {
    const until_s = now_s + this.#epoch_s;
    const isLater = ({ stamp_s }: SensorRecord): boolean => stamp_s > until_s;
    const count = this.#waiting.findIndex(isLater);
    const due = this.#waiting.splice(0, count === -1 ? this.#waiting.length : count);
    for (const { stamp_s } of due) this.#seen_s = Math.max(this.#seen_s, stamp_s);
    this.#actedOn.polled(
      due.filter((record): record is ButtonRecord => record.kind === 'button'),
      now_s,
    );
    // What is from before the link was opened would be before the graph's beginning: of that there is only what somebody pressed.
    return due
      .map((record) => ({ ...record, stamp_s: record.stamp_s - this.#epoch_s }))
      .filter(({ kind, stamp_s }) => stamp_s >= 0 || kind === 'button')
      .map((record) => ({ ...record, stamp_s: Math.max(0, record.stamp_s) }));
  }

  drive({ v_mps, w_radps }: DriveCommand): void {
    this.#tell({ kind: 'drive', seen_s: this.#seen_s, v_mps, w_radps });
  }

  clean({ fan, mainBrush, sideBrush }: CleaningCommand): void {
    this.#tell({ kind: 'clean', seen_s: this.#seen_s, fan, mainBrush, sideBrush });
  }

  sign({ reason, chirps, tune, camera }: BodySign): void {
    this.#wishes.add({ kind: 'sign', reason, chirps, tune, camera });
  }

  close(): void {
    this.#wishes.flush();
    this.#link.close();
  }

  /** Who has seen nothing yet has nothing to command. */
  #tell(wish: Wish & { readonly seen_s: number }): void {
    if (this.#seen_s !== Number.NEGATIVE_INFINITY) this.#wishes.add(wish);
  }
}

function after(delay_s: number, act: () => void): () => void {
  const timer = setTimeout(act, 1000 * delay_s);
  return () => clearTimeout(timer);
}
