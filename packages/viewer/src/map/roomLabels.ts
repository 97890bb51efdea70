import type { Room } from '@homebound/wire';
import type { MapCamera } from './mapCamera.ts';
import { type Mover, mixPose, type Progress } from './transition.ts';

interface Label {
  readonly id: number;
  readonly element: HTMLElement;
  readonly goal: { readonly x: number; readonly y: number };
  /** Where it is drawn, map frame, m. */
  at: { readonly x: number; readonly y: number };
}

/** Names of the rooms, as text over the map: sharp at any zoom, and in the page's own font. */
export class RoomLabels implements Mover {
  readonly #host: HTMLElement;
  #labels: readonly Label[] = [];
  /** Where each room's name was when the map moved. */
  #held: ReadonlyMap<number, Label['at']> = new Map();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  set(rooms: readonly Room[]): void {
    this.#labels = rooms
      .filter((room) => room.outline.length >= 6)
      .map((room) => {
        const element = document.createElement('span');
        element.textContent = room.name;
        const goal = centroid(room.outline);
        return { id: room.id, element, goal, at: this.#held.get(room.id) ?? goal };
      });
    this.#host.replaceChildren(...this.#labels.map((label) => label.element));
  }

  hold(): void {
    this.#held = new Map(this.#labels.map(({ id, at }) => [id, at]));
  }

  progress({ way }: Progress): void {
    for (const label of this.#labels) {
      const from = this.#held.get(label.id);
      if (from !== undefined) label.at = mixPose({ ...from, theta: 0 }, { ...label.goal, theta: 0 }, way);
    }
    if (way === 1) this.#held = new Map();
  }

  place(camera: MapCamera): void {
    for (const label of this.#labels) {
      const { element } = label;
      const at = camera.pixelOf(label.at.x, label.at.y);
      element.hidden = at === undefined;
      if (at !== undefined) element.style.translate = `calc(${at.x_px}px - 50%) calc(${at.y_px}px - 50%)`;
    }
  }
}

/** Centre of area of a simple polygon, m; the mean of its corners when it has no area. */
export function centroid(outline: readonly number[]): { x: number; y: number } {
  const n = outline.length / 2;
  let [area2, x, y, meanX, meanY] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x0, y0] = [outline[2 * i], outline[2 * i + 1]];
    const [x1, y1] = [outline[(2 * i + 2) % (2 * n)], outline[(2 * i + 3) % (2 * n)]];
    const cross = x0 * y1 - x1 * y0;
    area2 += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
    meanX += x0 / n;
    meanY += y0 / n;
  }
  return Math.abs(area2) < 1e-9 ? { x: meanX, y: meanY } : { x: x / (3 * area2), y: y / (3 * area2) };
}
