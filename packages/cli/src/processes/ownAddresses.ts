import { isHomeAddress } from '@homebound/gateway';

/**
 * The addresses that the robot's certificates hold for: those that its gateway names first. Phones of the household trust the robot's authority for
 * every address of a home, so that a gateway that was taken over could stand for the router or another device of theirs, if it had
 * a certificate for it.
 */
export class OwnAddresses {
  readonly #warn: (text: string) => void;
  #own: readonly string[] = [];

  constructor(warn: (text: string) => void) {
    this.#warn = warn;
  }

  /** @returns those of them that are the robot's own */
  of(addresses: readonly string[]): readonly string[] {
    const named = addresses.filter(isHomeAddress);
    if (this.#own.length === 0) this.#own = named;
    const foreign = named.filter((address) => !this.#own.includes(address));
    if (foreign.length > 0)
      this.#warn(
        'the gateway asks for a certificate for another address than before, and gets none; if it has moved, start the mind anew',
      );
    return named.filter((address) => this.#own.includes(address));
  }
}
