/** What one process tells another: a JSON object, and bytes where there are any. */
export interface Message {
  readonly head: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

/** What can be wrong with a stream of frames. */
export type FrameFault = 'tooLarge' | 'notJson';

/** Lengths of head and bytes, u32 little-endian each, then both. A head of length 0 is a heartbeat. */
export const PREFIX_BYTES = 8;
const noBytes = new Uint8Array(0);

/** @returns one frame, ready to be written. */
export function encodeFrame(head: object | undefined, bytes: Uint8Array = noBytes): Uint8Array {
  const text = head === undefined ? '' : JSON.stringify(head);
  const headLength = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + headLength + bytes.length);
  frame.writeUInt32LE(headLength, 0);
  frame.writeUInt32LE(bytes.length, 4);
  frame.write(text, PREFIX_BYTES);
  frame.set(bytes, PREFIX_BYTES + headLength);
  return frame;
}

/**
 * Takes a stream apart into frames, cut wherever it may be. Holds one frame of at most `maxFrame_bytes` and one chunk.
 * With `wipes` chunks are borrowed, and so are a message's bytes, for as long as `take` lasts: each copy made here is overwritten after use.
 */
export class FrameReader {
  readonly #maxFrame_bytes: number;
  readonly #wipes: boolean;
  #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(maxFrame_bytes: number, wipes = false) {
    this.#maxFrame_bytes = maxFrame_bytes;
    this.#wipes = wipes;
  }

  /** True when the stream may end here: no frame has begun. */
  get isWhole(): boolean {
    return this.#length === 0;
  }

  /**
   * Hands each frame that is whole now to `take`, heartbeats as `undefined`, until it answers false.
   * @returns what is wrong; the stream can't be read on after that. Frames before the fault have been handed over.
   */
  push(chunk: Uint8Array, take: (message: Message | undefined) => boolean): FrameFault | undefined {
    this.#chunks.push(this.#wipes ? new Uint8Array(chunk) : chunk);
    this.#length += chunk.length;
    for (;;) {
      if (this.#length < PREFIX_BYTES) return undefined;
      const prefix = this.#front(PREFIX_BYTES);
      const headLength = prefix.readUInt32LE(0);
      const size = PREFIX_BYTES + headLength + prefix.readUInt32LE(4);
      if (size > this.#maxFrame_bytes) return 'tooLarge';
      if (this.#length < size) return undefined;
      const frame = this.#take(size);
      const message = headLength === 0 && size === PREFIX_BYTES ? undefined : parse(frame, headLength);
      const goesOn = message !== 'notJson' && take(message);
      if (this.#wipes) {
        frame.fill(0);
        if (message !== 'notJson') message?.bytes.fill(0);
      }
      if (message === 'notJson') return message;
      if (!goesOn) return undefined;
    }
  }

  /** Nothing more is read. What was not handed over is overwritten, where this reader wipes. */
  end(): void {
    if (this.#wipes) for (const chunk of this.#chunks) chunk.fill(0);
  }

  /** The first bytes in one piece. Chunks are joined only when a frame needs it, so that many small ones cost no more than a large one. */
  #front(size: number): Buffer {
    if (this.#chunks[0].length < size) this.#join();
    const first = this.#chunks[0];
    return Buffer.from(first.buffer, first.byteOffset, first.length);
  }

  #take(size: number): Buffer {
    const front = this.#front(size);
    const rest = front.subarray(size);
    if (rest.length === 0) this.#chunks.shift();
    else this.#chunks[0] = rest;
    this.#length -= size;
    return front.subarray(0, size);
  }

  #join(): void {
    const joined = Buffer.concat(this.#chunks, this.#length);
    if (this.#wipes) for (const chunk of this.#chunks) chunk.fill(0);
    this.#chunks = [joined];
  }
}

function parse(frame: Buffer, headLength: number): Message | 'notJson' {
  try {
    const head: unknown = JSON.parse(utf8.decode(frame.subarray(PREFIX_BYTES, PREFIX_BYTES + headLength)));
    if (typeof head !== 'object' || head === null || Array.isArray(head)) return 'notJson';
    // A copy: it owns its memory, begins on a whole word, and keeps no chunk of the socket alive.
    return { head: head as Message['head'], bytes: new Uint8Array(frame.subarray(PREFIX_BYTES + headLength)) };
  } catch {
    return 'notJson';
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
