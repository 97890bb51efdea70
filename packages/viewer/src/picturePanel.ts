import type { Obstacle, Room, StatusMessage } from '@homebound/wire';
import type { Answer } from './askRobot.ts';
import { byId, setText } from './elements.ts';
import type { PictureBook } from './pictureBook.ts';
import { PictureList } from './pictureList.ts';
import { daysWords, goingWith, keptWords, sureWords } from './pictureWords.ts';

/** What came of a press stays to be read for so long, ms. */
const SAID_MS = 6000;

/** What is asked about before it is done: for how many days to keep pictures, or to delete all when absent. */
interface Asked {
  readonly keep_days?: number;
}

/** Whether pictures of obstacles are kept, for how long and which, and their end: for admins of a robot with a camera. */
export class PicturePanel {
  readonly #book: PictureBook;
  readonly #panel = byId('pictures');
  readonly #days = byId<HTMLSelectElement>('pictures-days');
  readonly #delete = byId('pictures-delete');
  readonly #sure = byId('pictures-sure');
  readonly #list: PictureList;
  #tellsPeople = false;
  #now_s = 0;
  #known: readonly Obstacle[] = [];
  #rooms: readonly Room[] = [];
  #asked: Asked | undefined;
  #timer = 0;

  /** @param open  shows the card of an obstacle */
  constructor(book: PictureBook, open: (obstacle: number) => void) {
    this.#book = book;
    this.#list = new PictureList({ open, delete: (id) => void this.#say(book.delete(id)) });
    this.#days.addEventListener('change', () => this.#ask({ keep_days: Number(this.#days.value) }));
    this.#delete.addEventListener('click', () => this.#ask({}));
    byId('pictures-yes').addEventListener('click', () => this.#answer(true));
    byId('pictures-no').addEventListener('click', () => this.#answer(false));
  }

  status({ camera, wall_s }: Pick<StatusMessage, 'camera' | 'wall_s'>): void {
    this.#now_s = wall_s;
    this.#book.camera(camera !== undefined);
    const tellsPeople = camera?.tellsPeople === true;
    if (tellsPeople === this.#tellsPeople) return;
    this.#tellsPeople = tellsPeople;
    this.show();
  }

  obstacles(obstacles: readonly Obstacle[]): void {
    this.#known = obstacles;
    this.show();
  }

  rooms(rooms: readonly Room[]): void {
    this.#rooms = rooms;
    this.show();
  }

  show(): void {
    const { kept } = this.#book;
    this.#panel.hidden = kept === undefined;
    if (kept === undefined) return;
    if (this.#asked === undefined) this.#choose(kept.keep_days);
    setText(byId('pictures-state'), keptWords(kept.keep_days, kept.pictures.length, this.#tellsPeople));
    this.#delete.hidden = kept.pictures.length === 0 || this.#asked !== undefined;
    this.#list.show(kept.pictures, this.#known, this.#rooms);
  }

  #choose(keep_days: number): void {
    const value = String(keep_days);
    const { options } = this.#days;
    // A number of days that a program chose.
    if (![...options].some((option) => option.value === value)) options.add(new Option(daysWords(keep_days), value));
    this.#days.value = value;
    // Off can be chosen whatever the robot can do.
    for (const option of options) option.disabled = !this.#tellsPeople && option.value !== '0' && !option.selected;
    this.#days.disabled = !this.#tellsPeople && keep_days === 0;
  }

  /** Does it at once where nothing goes with it. */
  #ask(asked: Asked): void {
    const pictures = this.#book.kept?.pictures ?? [];
    const count = goingWith(pictures, asked.keep_days ?? 0, this.#now_s);
    this.#asked = asked;
    if (count === 0) return this.#answer(true);
    setText(byId('pictures-question'), sureWords(count, asked.keep_days));
    this.#sure.hidden = false;
    this.show();
    byId('pictures-no').focus();
  }

  #answer(isYes: boolean): void {
    const asked = this.#asked;
    this.#sure.hidden = true;
    this.#asked = undefined;
    if (asked !== undefined && isYes)
      void this.#say(asked.keep_days === undefined ? this.#book.delete() : this.#book.keep(asked.keep_days));
    else this.show();
    (asked?.keep_days === undefined && !this.#delete.hidden ? this.#delete : this.#days).focus();
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
