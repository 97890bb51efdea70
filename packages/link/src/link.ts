import type { Socket } from 'node:net';
import { encodeFrame, FrameReader, type Message } from './frames.ts';
import type { Peer } from './peerOf.ts';

/** Why a link is over. `slow`: it did not read what it was sent; `silent`: nothing came from it, not even a heartbeat. */
export type LinkEnd =
  | { readonly reason: 'closedHere' | 'closedThere' | 'halfFrame' | 'tooLarge' | 'notJson' | 'slow' | 'silent' }
  | { readonly reason: 'refused' | 'failed'; readonly error: unknown };

/** What a process does with a link. What `message` throws closes the link as `refused`, and goes no further. */
export interface LinkHandlers {
  message(message: Message): void;
  closed?(end: LinkEnd): void;
}

export interface LinkLimits {
  /** Largest frame taken, both ways. */
  readonly maxFrame_bytes: number;
  /** Bytes that wait for a peer to read them; one that is behind by more is dropped. At least one frame. */
  readonly maxQueued_bytes: number;
  /** s between two heartbeats. */
  readonly heartbeat_s: number;
  /** A peer that is silent for this many heartbeats is dropped. */
  readonly missedHeartbeats: number;
}

/**
 * Small commands and sensor records fit a hundred times; a map of a large home is some MB. A process that collects garbage or
 * corrects a map is silent for tenths of a second, so a whole second without any sign of life is a process that hangs.
 */
export const defaultLimits: LinkLimits = {
  maxFrame_bytes: 2 ** 20,
  maxQueued_bytes: 4 * 2 ** 20,
  heartbeat_s: 0.25,
  missedHeartbeats: 4,
};

const heartbeat = encodeFrame(undefined);

/** One end of a link to another process whose user is known. Bounded both ways; nothing that the peer does throws past it. */
export class Link {
  readonly peer: Peer;
  /** Resolves when it is over, with the reason. */
  readonly closed: Promise<LinkEnd>;
  readonly #socket: Socket;
  readonly #limits: LinkLimits;
  readonly #handlers: LinkHandlers;
  readonly #reader: FrameReader;
  readonly #beat: ReturnType<typeof setInterval>;
  #tellClosed!: (end: LinkEnd) => void;
  #missed = 0;
  #isOpen = true;

  /** @param wipes  no byte that came is left in this process' memory by the link: see `ConnectOptions` */
  constructor(socket: Socket, peer: Peer, limits: LinkLimits, handlersOf: (link: Link) => LinkHandlers, wipes = false) {
    this.peer = peer;
    this.#socket = socket;
    this.#limits = limits;
    this.#reader = new FrameReader(limits.maxFrame_bytes, wipes);
    this.closed = new Promise((tell) => {
      this.#tellClosed = tell;
    });
    this.#handlers = handlersOf(this);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('end', () => this.#end({ reason: this.#reader.isWhole ? 'closedThere' : 'halfFrame' }));
    socket.on('error', (error) => this.#end({ reason: 'failed', error }));
    socket.on('close', () => this.#end({ reason: 'closedThere' }));
    this.#beat = setInterval(() => this.#checkHeart(), limits.heartbeat_s * 1000);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @returns whether it was queued; false on a link that is over, or is now because the peer does not read. Throws RangeError on a frame over the limit. */
  send(head: object, bytes?: Uint8Array): boolean {
    const frame = encodeFrame(head, bytes);
    if (frame.length > this.#limits.maxFrame_bytes)
      throw new RangeError(
        `Cannot send over link: a frame holds at most ${this.#limits.maxFrame_bytes} bytes, got ${frame.length}`,
      );
    return this.#write(frame);
  }

  /** Ends the link once all that was sent is written. */
  close(): void {
    if (!this.#isOpen) return;
    this.#socket.end();
    this.#over({ reason: 'closedHere' });
    // A peer that does not read must not keep this side's socket for ever.
    const patience = setTimeout(
      () => this.#socket.destroy(),
      this.#limits.heartbeat_s * this.#limits.missedHeartbeats * 1000,
    );
    this.#socket.once('close', () => clearTimeout(patience));
  }

  #write(frame: Uint8Array): boolean {
    if (!this.#isOpen) return false;
    if (this.#socket.writableLength + frame.length > this.#limits.maxQueued_bytes) {
      this.#end({ reason: 'slow' });
      return false;
    }
    this.#socket.write(frame);
    return true;
  }

  #read(chunk: Buffer): void {
    if (!this.#isOpen) return;
    this.#missed = 0;
    const fault = this.#reader.push(chunk, (message) => {
      if (message !== undefined) this.#hand(message);
      return this.#isOpen;
    });
    if (fault !== undefined) this.#end({ reason: fault });
  }

  #hand(message: Message): void {
    try {
      this.#handlers.message(message);
    } catch (error) {
      this.#end({ reason: 'refused', error });
    }
  }

  /** Counts beats, not time: after this process itself was stopped a while, the peer's beats lie unread in the socket. */
  #checkHeart(): void {
    if (++this.#missed > this.#limits.missedHeartbeats) this.#end({ reason: 'silent' });
    else this.#write(heartbeat);
  }

  #end(end: LinkEnd): void {
    if (!this.#isOpen) return;
    this.#socket.destroy();
    this.#over(end);
  }

  #over(end: LinkEnd): void {
    this.#isOpen = false;
    this.#reader.end();
    clearInterval(this.#beat);
    this.#tellClosed(end);
    this.#handlers.closed?.(end);
  }
}
