import type { IncomingMessage } from 'node:http';
import type { Refusal } from '../guard.ts';

/** How slow a sender may be. */
export interface Patience {
  /** Between two pieces, s. */
  readonly idle_s: number;
  /** For the whole: so long, and longer by what it says it will send at this rate. */
  readonly least_s: number;
  readonly leastRate_Bps: number;
}

/** 256 MiB, the largest there is, may so take 17 minutes. */
const defaultPatience: Patience = { idle_s: 10, least_s: 10, leastRate_Bps: 256 * 1024 };

/**
 * The body of a request that was admitted, in memory: what a person hands in is never laid down beside the vault. What says too
 * much, or too little of how much, is refused before a byte is read.
 * @param mustSayLength  true where bodies are so large that room is made for them once
 * @param begin          called when it may be sent: a careful sender waits for that
 * @returns the refusal when there is more than `most_bytes`, or when it comes too slowly. Rejects when the sender hangs up.
 */
export function receive(
  request: IncomingMessage,
  most_bytes: number,
  mustSayLength: boolean,
  begin: () => void,
  { idle_s, least_s, leastRate_Bps } = defaultPatience,
): Promise<Buffer | Refusal> {
  const tooMuch: Refusal = { status: 413, reason: `The body may have at most ${most_bytes} bytes` };
  const said = request.headers['content-length'];
  if (said === undefined && mustSayLength)
    return Promise.resolve({ status: 411, reason: 'Say how large the file is: content-length is missing' });
  const length = Number(said ?? most_bytes);
  if (length > most_bytes) return Promise.resolve(tooMuch);
  begin();
  return new Promise((resolve, reject) => {
    const room = new Room(length);
    const settle = (outcome: () => void): void => {
      clearTimeout(idle);
      clearTimeout(whole);
      request.off('data', take);
      outcome();
    };
    const end = (received: Buffer | Refusal): void => settle(() => resolve(received));
    const late = (): void => end({ status: 408, reason: 'The request came too slowly' });
    const idle = setTimeout(late, 1000 * idle_s);
    const whole = setTimeout(late, 1000 * (least_s + length / leastRate_Bps));
    const take = (piece: Buffer): void => {
      idle.refresh();
      if (!room.add(piece)) end(tooMuch);
    };
    request
      .on('data', take)
      .once('end', () => end(room.filled))
      .once('error', (error) => settle(() => reject(error)))
      .once('close', () => settle(() => reject(new Error('The sender hung up'))));
  });
}

/** Memory for a body. What the sender announces costs nothing until it comes: pages of it are untouched. */
class Room {
  readonly #bytes: Buffer;
  #used = 0;

  constructor(length: number) {
    this.#bytes = Buffer.allocUnsafeSlow(length);
  }

  get filled(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  /** @returns false when there is no room for it */
  add(piece: Buffer): boolean {
    if (this.#used + piece.length > this.#bytes.length) return false;
    this.#bytes.set(piece, this.#used);
    this.#used += piece.length;
    return true;
  }
}
