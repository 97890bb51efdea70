import {
  type Ack,
  type BinaryMessage,
  decodeFrame,
  decodeText,
  encodeCommand,
  type PageCommand,
  protocolVersion,
  type TextMessage,
} from '@homebound/wire';

/** `stale` is connected, but without any news for too long. `old` is a page and a gateway that do not understand each other. */
export type LinkState = 'connecting' | 'live' | 'stale' | 'lost' | 'old';

export interface LinkHandlers {
  text(message: Exclude<TextMessage, Ack>): void;
  frame(message: BinaryMessage): void;
  /** `silent_s` is how long there has been no news. */
  state(state: LinkState, silent_s: number): void;
}

/** What the link needs of the world; a test hands in its own. */
export interface LinkPorts {
  connect(): WebSocket;
  now_s(): number;
  after(delay_s: number, act: () => void): void;
}

const STALE_AFTER_S = 2;
const CHECK_PERIOD_S = 0.5;
const ANSWER_TIMEOUT_S = 12;
const BACK_OFF_S = [0.3, 0.6, 1, 2, 4, 8];

/** The connection to the gateway: reconnects by itself, says when news stay out, matches answers with commands. */
export class Link {
  readonly #ports: LinkPorts;
  readonly #handlers: LinkHandlers;
  #socket: WebSocket | undefined;
  #attempts = 0;
  #nextId = 1;
  #lastNews_s: number;
  #growsStale = true;
  #isOld = false;
  readonly #waiting = new Map<number, (answer: Pick<Ack, 'accepted' | 'reason'>) => void>();

  constructor(ports: LinkPorts, handlers: LinkHandlers) {
    this.#ports = ports;
    this.#handlers = handlers;
    this.#lastNews_s = ports.now_s();
    this.#connect();
    this.#check();
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === 1;
  }

  /** Sends a command; the promise always resolves, with a refusal when the connection or the answer fails. */
  send(command: PageCommand): Promise<Pick<Ack, 'accepted' | 'reason'>> {
    if (!this.isOpen) return Promise.resolve({ accepted: false, reason: 'There is no connection to the robot' });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const answer = (ack: Pick<Ack, 'accepted' | 'reason'>): void => {
        if (this.#waiting.delete(id)) resolve(ack);
      };
      this.#waiting.set(id, answer);
      this.#ports.after(ANSWER_TIMEOUT_S, () => answer({ accepted: false, reason: 'The robot did not answer' }));
      this.#socket?.send(encodeCommand({ ...command, id }));
    });
  }

  /** Connects anew, for a fresh snapshot or because the network is back. */
  reconnect(): void {
    if (this.#socket === undefined) this.#connect();
    else this.#socket.close();
  }

  #connect(): void {
    const socket = this.#ports.connect();
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#tellState();
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#closed(socket);
    this.#tellState();
  }

  #closed(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    for (const answer of [...this.#waiting.values()])
      answer({ accepted: false, reason: 'The connection was lost before the robot answered' });
    const delay_s = BACK_OFF_S[Math.min(this.#attempts++, BACK_OFF_S.length - 1)];
    this.#tellState();
    this.#ports.after(delay_s, () => {
      if (this.#socket === undefined) this.#connect();
    });
  }

  #receive(data: unknown): void {
    this.#lastNews_s = this.#ports.now_s();
    this.#attempts = 0;
    try {
      if (typeof data === 'string') this.#takeText(decodeText(data));
      else this.#handlers.frame(decodeFrame(new Uint8Array(data as ArrayBuffer)));
    } catch (error) {
      // A frame that can't be read leaves a hole in the picture; a new connection brings a whole one.
      console.error(error);
      this.#attempts = BACK_OFF_S.length;
      this.reconnect();
    }
  }

  #takeText(message: TextMessage): void {
    if (message.type === 'ack') {
      this.#waiting.get(message.id)?.(message);
      return;
    }
    if (message.type === 'hello') {
      this.#isOld = message.protocol !== protocolVersion;
      this.#growsStale = message.mode !== 'recording';
    }
    this.#handlers.text(message);
    this.#tellState();
  }

  #check(): void {
    this.#tellState();
    this.#ports.after(CHECK_PERIOD_S, () => this.#check());
  }

  #tellState(): void {
    const silent_s = this.#ports.now_s() - this.#lastNews_s;
    this.#handlers.state(this.#state(silent_s), silent_s);
  }

  #state(silent_s: number): LinkState {
    if (this.#isOld) return 'old';
    if (!this.isOpen) return this.#attempts > 0 || silent_s > STALE_AFTER_S ? 'lost' : 'connecting';
    return this.#growsStale && silent_s > STALE_AFTER_S ? 'stale' : 'live';
  }
}
