import { Allowance } from './allowance.ts';
import type { ToMind } from './messages.ts';

/** How often a gateway may say what. */
export class Rates {
  readonly #isGranted: (allowance: Allowance) => boolean;
  readonly #message = new Allowance(500, 1000);
  readonly #drive = new Allowance(60, 60);
  readonly #command = new Allowance(20, 40);
  readonly #call = new Allowance(20, 40);
  readonly #audit = new Allowance(10, 200);
  readonly #more = new Allowance(40, 100);
  readonly #viewers = new Allowance(20, 100);
  readonly #rare = new Allowance(0.2, 10);

  constructor(isGranted: (allowance: Allowance) => boolean) {
    this.#isGranted = isGranted;
  }

  /** Whether one more message may come, of whatever kind. */
  mayComeIn(): boolean {
    return this.#isGranted(this.#message);
  }

  isGranted(said: ToMind): boolean {
    return this.#isGranted(this.#of(said));
  }

  #of(said: ToMind): Allowance {
    switch (said.type) {
      case 'command':
        return said.command.command === 'drive' ? this.#drive : this.#command;
      case 'call':
      case 'readAudit':
      case 'savePairings':
        return this.#call;
      case 'audit':
        return this.#audit;
      case 'more':
        return this.#more;
      case 'viewers':
        return this.#viewers;
      default:
        return this.#rare;
    }
  }
}
