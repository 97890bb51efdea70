import type { Obstacle } from '@homebound/wire';
import { byId, setText } from './elements.ts';
import { type PictureBook, pixelsOf } from './pictureBook.ts';
import { goesWords } from './pictureWords.ts';
import { obstacleWords } from './words.ts';

/** In the card of an obstacle its picture, where there is one and this device may see it: when it was taken, when it goes, and its end. */
export class ObstaclePicture {
  readonly #book: PictureBook;
  readonly #figure = byId('obstacle-picture');
  readonly #canvas = byId<HTMLCanvasElement>('obstacle-canvas');
  #obstacle: Obstacle | undefined;
  /** Of the picture that is shown, or on its way. */
  #id: string | undefined;

  constructor(book: PictureBook) {
    this.#book = book;
    byId('obstacle-picture-delete').addEventListener('click', () => void this.#delete());
  }

  /** The card is of this one now; of none when undefined. */
  of(obstacle: Obstacle | undefined): void {
    if (obstacle !== undefined && obstacle.id !== this.#obstacle?.id) this.#book.refresh();
    this.#obstacle = obstacle;
    this.show();
  }

  show(): void {
    const { kept } = this.#book;
    const obstacle = this.#obstacle;
    const picture = obstacle && kept?.pictures.find((one) => one.obstacle === obstacle.id);
    if (obstacle === undefined || kept === undefined || picture === undefined) return this.#hide();
    setText(byId('obstacle-picture-when'), goesWords(picture.stamp_s, kept.keep_days));
    if (picture.id === this.#id) return;
    this.#hide();
    this.#id = picture.id;
    this.#canvas.setAttribute('aria-label', `Picture: ${obstacleWords[obstacle.kind]}`);
    void this.#draw(picture.id);
  }

  #hide(): void {
    this.#figure.hidden = true;
    this.#id = undefined;
    // Nothing of it is left on the page.
    this.#canvas.width = 0;
    this.#canvas.height = 0;
  }

  async #draw(id: string): Promise<void> {
    const pixels = await pixelsOf(id);
    if (pixels === undefined || id !== this.#id) return pixels?.close();
    this.#canvas.width = pixels.width;
    this.#canvas.height = pixels.height;
    this.#canvas.getContext('2d')?.drawImage(pixels, 0, 0);
    pixels.close();
    this.#figure.hidden = false;
  }

  async #delete(): Promise<void> {
    const id = this.#id;
    if (id === undefined) return;
    const { ok, body } = await this.#book.delete(id);
    setText(byId('obstacle-said'), ok ? 'The picture is gone for good.' : (body.reason ?? ''));
  }
}
