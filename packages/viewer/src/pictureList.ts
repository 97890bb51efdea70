import { type Obstacle, obstacleKinds, type PictureEntry, type Room } from '@homebound/wire';
import { byId } from './elements.ts';
import { takenWords } from './pictureWords.ts';
import { obstacleWords, roomAt } from './words.ts';

export interface PictureListActs {
  /** Shows the card of the thing, with its picture. */
  open(obstacle: number): void;
  delete(id: string): void;
}

interface Line {
  readonly id: string;
  readonly words: string;
  /** And where. */
  readonly when: string;
  /** Undefined where the map does not show the thing. */
  readonly obstacle: number | undefined;
}

/** The pictures that are kept: of what, where and when, each to be looked at in the card of its thing, or ended. Shows none itself: each look is written down. */
export class PictureList {
  readonly #acts: PictureListActs;
  readonly #list = byId('picture-list');
  #shown = '';

  constructor(acts: PictureListActs) {
    this.#acts = acts;
  }

  /** @param known  obstacles that have a card */
  show(pictures: readonly PictureEntry[], known: readonly Obstacle[], rooms: readonly Room[]): void {
    const lines = pictures.map((picture) => lineOf(picture, known, rooms));
    const shown = JSON.stringify(lines);
    // Focus stays on a list that says the same.
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.replaceChildren(...lines.map((line) => this.#line(line)));
  }

  #line({ id, words, when, obstacle }: Line): HTMLElement {
    const line = document.createElement('li');
    const what = document.createElement('span');
    const time = document.createElement('small');
    what.textContent = words;
    time.textContent = when;
    what.append(time);
    line.append(what);
    if (obstacle !== undefined)
      line.append(button('Open', `Open the picture: ${words}, ${when}`, () => this.#acts.open(obstacle)));
    line.append(button('Delete', `Delete the picture: ${words}, ${when}`, () => this.#acts.delete(id)));
    return line;
  }
}

function lineOf(picture: PictureEntry, known: readonly Obstacle[], rooms: readonly Room[]): Line {
  const { id, stamp_s, x_m, y_m } = picture;
  const obstacle = known.find((one) => one.id === picture.obstacle);
  const kind = obstacle?.kind ?? obstacleKinds.find((one) => one === picture.kind) ?? 'thing';
  const room = roomAt(rooms, x_m, y_m);
  const when = `${room === undefined ? '' : `${room}, `}${takenWords(stamp_s)}`;
  return { id, words: obstacleWords[kind], when, obstacle: obstacle?.id };
}

function button(word: string, label: string, act: () => void): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = word;
  button.setAttribute('aria-label', label);
  button.addEventListener('click', act);
  return button;
}
