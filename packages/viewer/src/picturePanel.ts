import type { StatusMessage } from '@homebound/wire';
import type { Answer } from './askRobot.ts';
import { byId, setText } from './elements.ts';
import type { PictureBook } from './pictureBook.ts';
import { keptWords } from './words.ts';

/** What came of a press stays to be read for so long, ms. */
const SAID_MS = 6000;

/** Whether pictures of obstacles are kept, for how long and how many, and their end: for admins of a robot with a camera. */
export class PicturePanel {
  readonly #book: PictureBook;
  readonly #panel = byId('pictures');
  readonly #days = byId<HTMLSelectElement>('pictures-days');
  readonly #delete = byId('pictures-delete');
  #tellsPeople = false;
  #timer = 0;

  constructor(book: PictureBook) {
    this.#book = book;
    this.#days.addEventListener('change', () => void this.#say(book.keep(Number(this.#days.value))));
    this.#delete.addEventListener('click', () => void this.#say(book.delete()));
  }

  status({ camera }: Pick<StatusMessage, 'camera'>): void {
    this.#book.camera(camera !== undefined);
    const tellsPeople = camera?.tellsPeople === true;
    if (tellsPeople === this.#tellsPeople) return;
    this.#tellsPeople = tellsPeople;
    this.show();
  }

  show(): void {
    const { kept } = this.#book;
    this.#panel.hidden = kept === undefined;
    if (kept === undefined) return;
    this.#days.value = String(kept.keep_days);
    // A number of days that a program chose.
    if (this.#days.selectedIndex < 0) {
      const days = `${kept.keep_days}`;
      this.#days.append(new Option(`${days} days`, days));
      this.#days.value = days;
    }
    setText(byId('pictures-state'), keptWords(kept.keep_days, kept.pictures.length, this.#tellsPeople));
    this.#delete.hidden = kept.pictures.length === 0;
  }

  async #say(asked: Promise<Answer>): Promise<void> {
    this.#panel.setAttribute('aria-busy', 'true');
    const { body } = await asked;
    this.#panel.removeAttribute('aria-busy');
    const said = byId('pictures-said');
    setText(said, body.reason ?? '');
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => setText(said, ''), SAID_MS);
  }
}
