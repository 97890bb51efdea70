import { type Ack, type Command, type CommandSink, decodeCommand, type ViewReader } from '@homebound/wire';
import type { WebSocket } from 'ws';

export interface ClientLimits {
  /** Nothing more is handed to the socket while this much waits in it, bytes. */
  readonly maxBuffered_bytes: number;
  /** A client that takes nothing for this long is dropped, s. */
  readonly patience_s: number;
  /** Commands a second, and how many at once. */
  readonly commandRate_hz: number;
  readonly commandBurst: number;
  /** A command without an answer is given up after this, s. */
  readonly answerTimeout_s: number;
}

export const defaultLimits: ClientLimits = {
  maxBuffered_bytes: 256 * 1024,
  patience_s: 20,
  commandRate_hz: 10,
  commandBurst: 20,
  answerTimeout_s: 10,
};

/** Share of a command that one input of driving by hand costs. */
const driveCost = 1 / 3;

/**
 * One open page: catches it up with the view, and carries its commands to the robot and the answers back. What waits for
 * a slow page is bounded by `maxBuffered_bytes` and one message; the rest stays in the view, where it coalesces.
 */
export class PageClient {
  readonly #socket: WebSocket;
  readonly #reader: ViewReader;
  readonly #commands: CommandSink;
  readonly #limits: ClientLimits;
  #tokens: number;
  #filled_s: number;
  #drained_s: number;
  #buffered = 0;
  #alive = true;
  #presence = '';

  constructor(socket: WebSocket, reader: ViewReader, commands: CommandSink, limits: ClientLimits, now_s: number) {
    this.#socket = socket;
    this.#reader = reader;
    this.#commands = commands;
    this.#limits = limits;
    this.#tokens = limits.commandBurst;
    this.#filled_s = now_s;
    this.#drained_s = now_s;
    socket.on('pong', () => {
      this.#alive = true;
    });
  }

  /**
   * Sends what is new as far as the page can take it; drops a page that has taken nothing for too long.
   * @param presence  who else looks and drives, as a message; sent when it is another than the last
   */
  pump(now_s: number, wall_s: number, presence: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const waiting = this.#socket.bufferedAmount;
    if (waiting < this.#limits.maxBuffered_bytes || waiting < this.#buffered) this.#drained_s = now_s;
    this.#buffered = waiting;
    if (now_s - this.#drained_s > this.#limits.patience_s) {
      this.#socket.terminate();
      return;
    }
    while (this.#socket.bufferedAmount < this.#limits.maxBuffered_bytes) {
      const message = this.#reader.next(wall_s) ?? this.#newPresence(presence);
      if (message === undefined) return;
      this.#socket.send(message);
    }
  }

  #newPresence(presence: string): string | undefined {
    if (presence === this.#presence) return undefined;
    this.#presence = presence;
    return presence;
  }

  /** Asks for a sign of life; drops a page that has given none since the last time. */
  ping(): void {
    if (!this.#alive) this.#socket.terminate();
    else this.#socket.ping();
    this.#alive = false;
  }

  /** Takes one message of the page. */
  receive(text: string, now_s: number): void {
    const { commandRate_hz, commandBurst } = this.#limits;
    this.#tokens = Math.min(commandBurst, this.#tokens + (now_s - this.#filled_s) * commandRate_hz) - 1;
    this.#filled_s = now_s;
    // Over the limit the debt grows with every further message, and somebody who goes on regardless is shown out.
    if (this.#tokens < -10 * commandBurst) {
      this.#socket.close(1008, 'too many commands');
      return;
    }
    let command: Command;
    try {
      command = decodeCommand(text);
    } catch (error) {
      // Only the decoder is within: its RangeError says what is wrong with the message.
      if (this.#tokens >= 0) this.#answer(0, false, (error as RangeError).message);
      return;
    }
    // Driving by hand says where to go many times a second.
    if (command.command === 'drive') this.#tokens += 1 - driveCost;
    if (this.#tokens < 0) this.#answer(command.id, false, 'Too many commands at once; wait a moment');
    else this.#carryOut(command);
  }

  #carryOut({ id, ...command }: Command): void {
    let answered = false;
    const answerOnce = (accepted: boolean, reason: string): void => {
      if (answered) return;
      answered = true;
      clearTimeout(timer);
      this.#answer(id, accepted, reason);
    };
    const timer = setTimeout(
      () => answerOnce(false, 'The robot did not answer'),
      1000 * this.#limits.answerTimeout_s,
    ).unref();
    this.#commands(command, answerOnce);
  }

  #answer(id: number, accepted: boolean, reason: string): void {
    const ack: Ack = { type: 'ack', id, accepted, reason: reason.slice(0, 500) };
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(ack));
  }
}
