import type { Obstacle, ObstacleKind } from '@homebound/wire';
import { obstacleWords } from '../words.ts';
import type { MapCamera } from './mapCamera.ts';
import { type Pixel, pinGroups } from './pinGroups.ts';
import { centroid } from './roomLabels.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** A sign for each kind, in a box of 24. */
const signs: Readonly<Record<ObstacleKind, string>> = {
  cable: 'M3 15c3-9 6-9 9-3s6 6 9-3',
  low: 'M4 17h16M6 17c0-5 3-6 6-6s6 1 6 6M12 11V7',
  thing: 'M5 9l7-4 7 4v7l-7 4-7-4zM5 9l7 4 7-4M12 13v7',
  threshold: 'M3 16h5l2-4h4l2 4h5',
  drop: 'M3 9h8v8h10',
  overhang: 'M3 6h18M8 6v6M16 6v6M4 18h16',
  shoe: 'M4 8v9h16c0-4-4-4-6-5s-3-4-3-4c-2 2-5 2-7 0z',
  soft: 'M9 4h6v8l-5 6c-2 2-5 0-4-3l3-4z',
  toy: 'M4 15v-3l3-1 2-4h6l2 4 3 1v3zM8 15a2 2 0 1 0 .1 0M16 15a2 2 0 1 0 .1 0',
  person: 'M12 4a3 3 0 1 0 .1 0M5 20c0-6 3-8 7-8s7 2 7 8',
  pet: 'M12 12c-4 0-6 3-5 6 1 2 3 1 5 1s4 1 5-1c1-3-1-6-5-6zM6 8v1M10 5v1M14 5v1M18 8v1',
};

/** px and m across: a pin covers so much floor at most, down to a dot without a sign. */
const PIN_PX = 30;
const DOT_PX = 14;
const SIGN_PX = 22;
const PIN_M = 0.3;
/** Dots nearer than this cannot be told apart by a thumb, px. */
const APART_PX = 20;

interface Pin {
  readonly obstacle: Obstacle;
  readonly button: HTMLButtonElement;
  readonly at: { readonly x: number; readonly y: number };
}

/**
 * A button over each thing on the floor, by which a person asks what it is; things that would lie on each other share one, with their number. Kept
 * while the thing is known, so that focus stays.
 */
export class ObstaclePins {
  readonly #host: HTMLElement;
  readonly #asked: (ids: readonly number[]) => void;
  #pins: readonly Pin[] = [];
  #pictured: ReadonlySet<number> = new Set();
  /** What was asked about last stands for its group. */
  #front: number | undefined;
  #chosen: number | undefined;

  /** @param asked  told the ids of what a person wants to know about: of all that share the button, first the one that it shows */
  constructor(host: HTMLElement, asked: (ids: readonly number[]) => void) {
    this.#host = host;
    this.#asked = asked;
  }

  set(obstacles: readonly Obstacle[]): void {
    this.#pins = obstacles.map((obstacle) => {
      const known = this.#pins.find((pin) => pin.obstacle.id === obstacle.id);
      const button = known?.button ?? document.createElement('button');
      if (known?.obstacle.kind !== obstacle.kind) button.replaceChildren(signOf(obstacle.kind));
      button.type = 'button';
      button.dataset.obstacle = String(obstacle.id);
      button.classList.toggle('dismissed', obstacle.isDismissed);
      return { obstacle, button, at: centroid(obstacle.outline) };
    });
    const buttons = this.#pins.map(({ button }) => button);
    for (const old of [...this.#host.children]) if (!buttons.includes(old as HTMLButtonElement)) old.remove();
    for (const button of buttons) if (button.parentElement === null) this.#host.append(button);
  }

  /** Marks those that a picture is kept of. */
  pictured(ids: ReadonlySet<number>): void {
    this.#pictured = ids;
  }

  /** Marks the one that the page tells about now; none when undefined. */
  choose(id: number | undefined): void {
    this.#chosen = id;
    this.#front = id ?? this.#front;
  }

  show(visible: boolean): void {
    this.#host.hidden = !visible;
  }

  place(camera: MapCamera): void {
    const px = Math.round(Math.max(DOT_PX, Math.min(PIN_PX, PIN_M / camera.metresPerPixel)));
    this.#host.style.setProperty('--pin', `${px}px`);
    this.#host.classList.toggle('dots', px < SIGN_PX);
    const pixels = this.#pins.map(({ at }) => camera.pixelOf(at.x, at.y));
    const groups = pinGroups(pixels, Math.max(px, APART_PX));
    const shown = new Set<Pin>();
    for (const group of groups) {
      const front = group.find((index) => this.#pins[index].obstacle.id === this.#front) ?? group[0];
      shown.add(this.#pins[front]);
      const others = group.filter((index) => index !== front).map((index) => this.#pins[index]);
      this.#show(this.#pins[front], pixels[front] as Pixel, others);
    }
    for (const pin of this.#pins) {
      pin.button.hidden = !shown.has(pin);
      if (shown.has(pin) && pin.obstacle.id === this.#chosen) pin.button.setAttribute('aria-current', 'true');
      else pin.button.removeAttribute('aria-current');
    }
  }

  #show({ obstacle, button }: Pin, { x_px, y_px }: Pixel, others: readonly Pin[]): void {
    button.hidden = false;
    button.style.translate = `calc(${x_px}px - 50%) calc(${y_px}px - 50%)`;
    // Focus goes with the thing to the button that stands for it now.
    if (others.some((other) => other.button === document.activeElement)) button.focus({ preventScroll: true });
    const count = others.length + 1;
    const isPictured = [obstacle, ...others.map((other) => other.obstacle)].some(({ id }) => this.#pictured.has(id));
    const more = `${count > 1 ? ` ${count} things here.` : ''}${isPictured ? ' A picture is kept.' : ''}`;
    const words = `${obstacleWords[obstacle.kind]}. ${obstacle.reason}${more}`;
    if (button.getAttribute('aria-label') !== words) button.setAttribute('aria-label', words);
    const mark = button.querySelector('i');
    if (!isPictured) mark?.remove();
    else if (mark === null) button.append(document.createElement('i'));
    if (count > 1) button.dataset.count = String(count);
    else delete button.dataset.count;
    button.onclick = () => this.#asked([obstacle.id, ...others.map((other) => other.obstacle.id)]);
  }
}

function signOf(kind: ObstacleKind): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', signs[kind]);
  svg.append(path);
  return svg;
}
