import { type Deed, type HomeCall, HomeRefusal } from '@homebound/wire';
import type { Parcels } from '../parcels.ts';
import type { SessionChecks } from './checks.ts';
import { logName } from './logName.ts';
import type { ToGateway, ToMind } from './messages.ts';
import type { MindPorts } from './mindPorts.ts';

/** Calls that are worked on at a time. */
const MOST_CALLS = 8;

/** What has an answer that the store, the log or the list of pairings gives. */
export type Question = Extract<ToMind, { type: 'call' | 'readAudit' | 'savePairings' }>;
interface Answer {
  readonly answer: unknown;
  readonly bytes?: Uint8Array;
}

/** Answers a gateway's questions, each for who gave the secret that came with it. */
export class Replies {
  readonly #ports: MindPorts;
  readonly #checks: Pick<SessionChecks, 'bytesOf'>;
  readonly #parcels: Pick<Parcels, 'send'>;
  #calls = 0;
  #inWork_bytes = 0;

  constructor(ports: MindPorts, checks: Pick<SessionChecks, 'bytesOf'>, parcels: Pick<Parcels, 'send'>) {
    this.#ports = ports;
    this.#checks = checks;
    this.#parcels = parcels;
  }

  /** Bytes of the files that are worked on. */
  get inWork_bytes(): number {
    return this.#inWork_bytes;
  }

  async reply(said: Question, bytes: Uint8Array): Promise<void> {
    if (this.#calls >= MOST_CALLS) return this.refuse(said.id, 'busy', 'The robot is busy with other requests.');
    this.#calls++;
    try {
      const { answer = null, bytes: given } = await this.#answer(said, bytes);
      await this.#parcels.send({ type: 'reply', id: said.id, answer } satisfies ToGateway, given);
    } catch (error) {
      if (error instanceof HomeRefusal) return this.refuse(said.id, error.code, error.message);
      this.#ports.warn(`a request of the gateway failed: ${String(error)}`);
      this.refuse(said.id, 'failed', 'The robot could not do this.');
    } finally {
      this.#calls--;
    }
  }

  refuse(id: number, code: HomeRefusal['code'], reason: string): void {
    void this.#parcels.send({ type: 'refusal', id, code, reason } satisfies ToGateway);
  }

  async #answer(said: Question, bytes: Uint8Array): Promise<Answer> {
    const { audit, pairings } = this.#ports;
    switch (said.type) {
      case 'call':
        return this.#call(said, bytes);
      case 'readAudit':
        this.#admit(said.token, 'readAudit');
        return { answer: await audit.read() };
      case 'savePairings':
        return { answer: await pairings.save(bytes, said.token) };
    }
  }

  async #call({ call, request, token }: Extract<Question, { type: 'call' }>, bytes: Uint8Array): Promise<Answer> {
    if (this.#checks.bytesOf(call) === undefined) throw new HomeRefusal('invalid', `There is no call ${call}.`);
    const by = logName(this.#admit(token, call as HomeCall));
    this.#inWork_bytes += bytes.length;
    try {
      return await this.#ports.home.ask(call as HomeCall, request as never, by, bytes.length > 0 ? bytes : undefined);
    } finally {
      this.#inWork_bytes -= bytes.length;
    }
  }

  /** @returns who asks. Throws HomeRefusal for who may not. */
  #admit(token: string | undefined, deed: Deed): string {
    const admitted = this.#ports.access.admit(token, deed);
    if ('refusal' in admitted) throw new HomeRefusal('invalid', admitted.refusal);
    return admitted.id;
  }
}
