import type { Parcels } from '../parcels.ts';
import type { SessionChecks } from './checks.ts';
import { logName } from './logName.ts';
import type { ToGateway, ToMind } from './messages.ts';
import type { MindPorts } from './mindPorts.ts';
import type { NewsFeed } from './newsFeed.ts';
import type { Replies } from './replies.ts';
import type { WhoIsThere } from './whoIsThere.ts';
import { writeDown } from './writeDown.ts';

export type Said = Exclude<ToMind, { type: 'hello' }>;

/** What works for one gateway. */
export interface Workers {
  readonly replies: Replies;
  readonly news: NewsFeed;
  readonly who: WhoIsThere;
  /** Gives the gateway a certificate for now. */
  renew(): void;
  clockMoved(): void;
}

/** Does what a gateway says, for who gave the secret that came with it, or in the gateway's own name where it has one. */
export class Deeds {
  readonly #ports: MindPorts;
  readonly #parcels: Pick<Parcels, 'send'>;
  readonly #workers: Workers;
  readonly #checks: Pick<SessionChecks, 'deedOf'>;

  constructor(
    ports: MindPorts,
    checks: Pick<SessionChecks, 'deedOf'>,
    parcels: Pick<Parcels, 'send'>,
    workers: Workers,
  ) {
    this.#ports = ports;
    this.#checks = checks;
    this.#parcels = parcels;
    this.#workers = workers;
  }

  do(said: Said, bytes: Uint8Array): void {
    const { replies, news, who, renew } = this.#workers;
    switch (said.type) {
      case 'more':
        return void news.tell();
      case 'command':
        return this.#command(said);
      case 'call':
      case 'readAudit':
      case 'savePairings':
        return void replies.reply(said, bytes);
      case 'audit':
        return this.#write(said);
      case 'renew':
        return renew();
      case 'viewers':
        return who.look(said.tokens.map((token) => token ?? undefined));
      case 'code':
        return this.#ports.present(said.code);
      case 'clock':
        return this.#setClock(said);
    }
  }

  answer(id: number, accepted: boolean, reason: string): void {
    void this.#parcels.send({ type: 'answer', id, accepted, reason } satisfies ToGateway);
  }

  #command({ id, command, token }: Extract<Said, { type: 'command' }>): void {
    const { access, commands } = this.#ports;
    const { who } = this.#workers;
    const answer = (accepted: boolean, reason: string): void => this.answer(id, accepted, reason);
    // Zero is anybody's: the gateway says it when who drove is silent or gone.
    const isZero = command.command === 'drive' && command.v_mps === 0 && command.w_radps === 0;
    if (isZero) {
      commands(command, answer);
      return who.drive(undefined);
    }
    const admitted = access.admit(token, `command ${command.command}`);
    if ('refusal' in admitted) return answer(false, admitted.refusal);
    if (command.command === 'drive') who.drive(admitted.id);
    const deed = this.#checks.deedOf(command);
    commands(command, (accepted, reason) => {
      if (deed !== undefined)
        writeDown(this.#ports, { ...deed, by: logName(admitted.id), outcome: accepted ? 'done' : 'refused' });
      answer(accepted, reason);
    });
  }

  #write({ event: { by, ...event }, token }: Extract<Said, { type: 'audit' }>): void {
    writeDown(this.#ports, { ...event, by: by ?? logName(this.#ports.access.whose(token)) });
  }

  /** A gateway that was refused hears what time it is, too. */
  #setClock({ wall_s, token }: Extract<Said, { type: 'clock' }>): void {
    const { access, clock, warn } = this.#ports;
    const admitted = access.admit(token, 'setClock');
    if ('id' in admitted) {
      clock.set(wall_s);
      writeDown(this.#ports, { kind: 'clock', what: 'set', by: logName(admitted.id), outcome: 'done' });
    } else warn(`the clock was not set for the gateway: ${admitted.refusal}`);
    this.#workers.clockMoved();
  }
}
