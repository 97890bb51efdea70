import type { Room } from '@homebound/wire';
import type { MapCamera } from './mapCamera.ts';

/** Names of the rooms, as text over the map: sharp at any zoom, and in the page's own font. */
export class RoomLabels {
  readonly #host: HTMLElement;
  #labels: { element: HTMLElement; x: number; y: number }[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  set(rooms: readonly Room[]): void {
    this.#labels = rooms
      .filter((room) => room.outline.length >= 6)
      .map((room) => {
        const element = document.createElement('span');
        element.textContent = room.name;
        return { element, ...centroid(room.outline) };
      });
    this.#host.replaceChildren(...this.#labels.map((label) => label.element));
  }

  place(camera: MapCamera): void {
    for (const { element, x, y } of this.#labels) {
      const at = camera.pixelOf(x, y);
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
