import type { ViewReader } from '@homebound/wire';
import type { Parcels } from '../parcels.ts';
import type { ToGateway } from './messages.ts';
import type { MindPorts } from './mindPorts.ts';

/** The view goes in answers of so much, so that what waits in the socket is bounded. */
const NEWS_BYTES = 2 ** 20;
const NEWS_MESSAGES = 256;

/** The view for one gateway, while somebody looks through it; whoever comes after nobody looked is shown all of it anew. */
export class NewsFeed {
  readonly #ports: Pick<MindPorts, 'view' | 'camera' | 'clock'>;
  readonly #parcels: Pick<Parcels, 'send'>;
  readonly #isWatched: () => boolean;
  #reader: ViewReader | undefined;
  #isTelling = false;

  constructor(
    ports: Pick<MindPorts, 'view' | 'camera' | 'clock'>,
    parcels: Pick<Parcels, 'send'>,
    isWatched: () => boolean,
  ) {
    this.#ports = ports;
    this.#parcels = parcels;
    this.#isWatched = isWatched;
  }

  /** Tells what is new. One answer at a time: a gateway that asks without listening is told nothing more. */
  async tell(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    const isShown = this.#isWatched();
    if (isShown) this.#reader ??= this.#ports.view.reader();
    else this.#reader = undefined;
    const isAll = this.#reader === undefined || (await this.#tellFrom(this.#reader));
    this.#isTelling = false;
    void this.#parcels.send({ type: 'newsEnd', isAll, isShown, camera: this.#ports.camera() } satisfies ToGateway);
  }

  /** @returns whether that was all */
  async #tellFrom(reader: ViewReader): Promise<boolean> {
    for (let n = 0, size = 0; n < NEWS_MESSAGES && size < NEWS_BYTES; n++) {
      const message = reader.next(this.#ports.clock.wall_s());
      if (message === undefined) return true;
      size += message.length;
      const isText = typeof message === 'string';
      await this.#parcels.send({ type: 'news', ...(isText && { text: message }) }, isText ? undefined : message);
    }
    return false;
  }
}
