import type { Message } from './frames.ts';
import type { Link } from './link.ts';
import { LinkError } from './linkError.ts';

/** Bytes that go in one frame; more go in parts, so that a command never waits behind a whole map. */
export const PART_BYTES = 256 * 1024;
/** Parts on their way at a time: what waits in the socket stays far below what makes a link drop its peer. */
const WINDOW = 4;
/** Parcels that come in at a time. */
const MOST_OPEN = 2;

export interface ParcelOptions {
  /** Most bytes that may come with a head; 0 for one that brings none. */
  maxBytes(head: Message['head']): number;
  /** A whole message. What it throws closes the link. */
  message(message: Message): void;
}

interface Incoming {
  readonly head: Message['head'];
  /** All that is to come: room that costs nothing until it is written to, so that nothing has to be joined in the end. */
  readonly bytes: Uint8Array;
  received: number;
}

interface Outgoing {
  /** Parts that may go now. */
  free: number;
  go?: () => void;
}

/**
 * Messages with bytes of any size over a link whose frames are small. Large ones are cut into parts, and the next part goes when
 * the peer has taken an earlier one; small messages pass between them. Bounded by what `maxBytes` grants each kind of message.
 */
export class Parcels {
  readonly #link: Link;
  readonly #options: ParcelOptions;
  readonly #incoming = new Map<number, Incoming>();
  readonly #outgoing = new Map<number, Outgoing>();
  #sent = 0;

  constructor(link: Link, options: ParcelOptions) {
    this.#link = link;
    this.#options = options;
    void link.closed.then(() => {
      for (const { go } of this.#outgoing.values()) go?.();
    });
  }

  /** Bytes of parcels that are on their way to here. */
  get coming_bytes(): number {
    return [...this.#incoming.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** @returns whether all of it was queued, once it is; false when the link ended before */
  async send(head: object, bytes?: Uint8Array): Promise<boolean> {
    if (bytes === undefined || bytes.length <= PART_BYTES) return this.#link.send(head, bytes);
    const parcel = ++this.#sent;
    this.#link.send({ type: 'parcel', parcel, size: bytes.length, head });
    const outgoing: Outgoing = { free: WINDOW };
    this.#outgoing.set(parcel, outgoing);
    for (let at = 0; at < bytes.length && this.#link.isOpen; at += PART_BYTES) {
      while (outgoing.free === 0 && this.#link.isOpen)
        await new Promise<void>((go) => {
          outgoing.go = go;
        });
      outgoing.free--;
      this.#link.send({ type: 'part', parcel }, bytes.subarray(at, at + PART_BYTES));
    }
    this.#outgoing.delete(parcel);
    return this.#link.isOpen;
  }

  /** Takes a frame of the link. Throws LinkError for a parcel that was not granted or does not hold what it said. */
  take(message: Message): void {
    const { type, parcel } = message.head;
    if (type === 'parcel') this.#open(message.head);
    else if (type === 'part') this.#add(Number(parcel), message.bytes);
    else if (type === 'gotPart') this.#release(Number(parcel));
    else {
      this.#check(message.head, message.bytes.length);
      this.#options.message(message);
    }
  }

  #open({ parcel, size, head }: Message['head']): void {
    const isWhole = Number.isInteger(parcel) && Number.isInteger(size) && typeof head === 'object' && head !== null;
    if (!isWhole || this.#incoming.has(parcel as number))
      throw new LinkError('refused', 'A parcel must have a number of its own, a size and a head');
    if (this.#incoming.size >= MOST_OPEN) throw new LinkError('refused', `More than ${MOST_OPEN} parcels at a time`);
    this.#check(head as Message['head'], size as number);
    const incoming = { head: head as Message['head'], bytes: new Uint8Array(size as number), received: 0 };
    this.#incoming.set(parcel as number, incoming);
  }

  #add(parcel: number, part: Uint8Array): void {
    const incoming = this.#incoming.get(parcel);
    if (incoming === undefined || part.length === 0 || incoming.received + part.length > incoming.bytes.length)
      throw new LinkError('refused', `A part of ${part.length} bytes belongs to no parcel`);
    incoming.bytes.set(part, incoming.received);
    incoming.received += part.length;
    this.#link.send({ type: 'gotPart', parcel });
    if (incoming.received < incoming.bytes.length) return;
    this.#incoming.delete(parcel);
    this.#options.message({ head: incoming.head, bytes: incoming.bytes });
  }

  #check(head: Message['head'], size: number): void {
    const most = this.#options.maxBytes(head);
    if (size > most)
      throw new LinkError('refused', `Message ${String(head.type)} may bring ${most} bytes, it brings ${size}`);
  }

  #release(parcel: number): void {
    const outgoing = this.#outgoing.get(parcel);
    if (outgoing === undefined) return;
    outgoing.free++;
    outgoing.go?.();
  }
}
