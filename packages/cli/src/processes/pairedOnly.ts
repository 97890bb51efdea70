import { deviceNames } from '@homebound/gateway';
import { type HomeDesk, HomeRefusal } from '@homebound/wire';

/** Who stands in the log for a device that is in no list. */
const UNKNOWN = 'unknown';

/**
 * Who asks, by the mind's own list of pairings: a gateway that was taken over could else name devices that there are not, each of them new, and so
 * push the log full, or have something done in the name of nobody.
 */
export class PairedOnly {
  readonly #load: () => Uint8Array | undefined;
  #list: Uint8Array | undefined;
  #nameOf: (id: string) => string | undefined = () => undefined;

  /** @param load  the list of pairings as it is kept */
  constructor(load: () => Uint8Array | undefined) {
    this.#load = load;
  }

  /** @returns who it is, as the log has it */
  nameOf(by: string): string {
    const id = /^session-(.*)$/.exec(by)?.[1];
    return id === undefined || this.#isPaired(id) ? by : UNKNOWN;
  }

  /** The home's desk for devices that are paired, and for no others. */
  desk(home: HomeDesk): HomeDesk {
    return {
      ask: async (call, request, by, bytes) => {
        if (this.nameOf(by) === UNKNOWN) throw new HomeRefusal('invalid', 'Who asks is not paired with the robot');
        return home.ask(call, request, by, bytes);
      },
    };
  }

  /** Whether pairings are over is the gateway's business: here the list alone counts, whatever the clock says. */
  #isPaired(id: string): boolean {
    const list = this.#load();
    if (list !== this.#list) this.#nameOf = deviceNames(list, Number.NEGATIVE_INFINITY);
    this.#list = list;
    return this.#nameOf(id) !== undefined;
  }
}
