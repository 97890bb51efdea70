import type { GridFrame, OccupancyGrid } from '@homebound/grid';
import { cos, type SE2, sin } from '@homebound/math';
import { type HomeState, outlinesOf, roomsOnMap } from '@homebound/plan';

/** What is drawn besides floor and walls. */
export interface MapSvgOptions {
  readonly home?: HomeState;
  readonly T_map_dock?: SE2;
}

/** Around the map, m. */
const MARGIN_M = 0.2;
const WALL = 1;
const FLOOR = 2;

const STYLE = [
  'svg{background:#e2e5e9}.floor{fill:#fff}.room{stroke:#8a93a0;stroke-width:2}.wall{fill:#262e3a}',
  '.no-go{fill:#d64541;fill-opacity:.3;stroke:#d64541;stroke-width:2}.no-mop{fill:#3b78c2;fill-opacity:.25;stroke:#3b78c2;stroke-width:2}',
  '.line{fill:none;stroke:#d64541;stroke-width:6}.step{fill:none;stroke:#b8860b;stroke-width:4;stroke-dasharray:8 6}',
  '.dock{fill:none;stroke:#1e845a;stroke-width:8}text{font:24px sans-serif;text-anchor:middle;fill:#262e3a}',
].join('');
/** Pale colours that neighbours can be told apart by. */
const ROOM_COLOURS = [
  '#bed8f0',
  '#fadab2',
  '#c8e6c4',
  '#e8cee8',
  '#faf0b0',
  '#bee8e4',
  '#f6cac8',
  '#d6d6f4',
  '#e0debe',
];

/**
 * A map as an SVG picture, in centimetres, y turned over: floor, rooms with their names, walls as outlines along the sides of cells,
 * restrictions and the dock. It holds no script and refers to nothing outside itself; names are text, whatever they spell.
 */
export function mapSvg(grid: OccupancyGrid, { home, T_map_dock }: MapSvgOptions = {}): string {
  const paper = new Paper(grid);
  const kinds = Uint8Array.from(grid.data, (value) => (value < 0 ? 0 : value < 50 ? FLOOR : WALL));
  const shapes = [
    `<path class="floor" d="${paper.rings(outlinesOf(kinds, grid, FLOOR))}"/>`,
    ...(home === undefined ? [] : roomShapes(home, grid, paper)),
    `<path class="wall" fill-rule="evenodd" d="${paper.rings(outlinesOf(kinds, grid, WALL))}"/>`,
    ...(home === undefined ? [] : restrictionShapes(home, paper)),
    ...(home === undefined ? [] : roomNames(home, paper)),
    ...(T_map_dock === undefined ? [] : [dockShape(T_map_dock, paper)]),
  ];
  const { width_cm, height_cm } = paper;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width_cm}" height="${height_cm}" viewBox="0 0 ${width_cm} ${height_cm}">`,
    `<style>${STYLE}</style>`,
    ...shapes,
    '</svg>\n',
  ].join('\n');
}

/** Where things of the map's frame come to lie on the picture. */
class Paper {
  readonly width_cm: number;
  readonly height_cm: number;
  readonly #left_m: number;
  readonly #top_m: number;

  constructor({ width, height, resolution_m, originX_m, originY_m }: GridFrame) {
    this.#left_m = originX_m - MARGIN_M;
    this.#top_m = originY_m + height * resolution_m + MARGIN_M;
    this.width_cm = Math.ceil(100 * (width * resolution_m + 2 * MARGIN_M));
    this.height_cm = Math.ceil(100 * (height * resolution_m + 2 * MARGIN_M));
  }

  x(x_m: number): number {
    return Math.round(1000 * (x_m - this.#left_m)) / 10;
  }

  y(y_m: number): number {
    return Math.round(1000 * (this.#top_m - y_m)) / 10;
  }

  /** A line through interleaved x, y. */
  line(points_m: ArrayLike<number>): string {
    const words: string[] = [];
    for (let i = 0; i < points_m.length; i += 2)
      words.push(`${i === 0 ? 'M' : 'L'}${this.x(points_m[i])} ${this.y(points_m[i + 1])}`);
    return words.join('');
  }

  rings(all_m: readonly ArrayLike<number>[]): string {
    return all_m.map((ring_m) => `${this.line(ring_m)}Z`).join('');
  }
}

function roomShapes({ rooms: book }: HomeState, grid: OccupancyGrid, paper: Paper): string[] {
  const { labels, rooms } = roomsOnMap(book, grid);
  const onFloor = labels.map((label, cell) => (grid.data[cell] >= 0 && grid.data[cell] < 50 ? label : 0));
  return rooms.flatMap(({ id }) => {
    const rings = outlinesOf(onFloor, grid, id);
    const fill = ROOM_COLOURS[(id - 1) % ROOM_COLOURS.length];
    return rings.length === 0
      ? []
      : [`<path class="room" fill="${fill}" fill-rule="evenodd" d="${paper.rings(rings)}"/>`];
  });
}

function roomNames({ rooms: { rooms } }: HomeState, paper: Paper): string[] {
  return rooms
    .filter(({ isSeen }) => isSeen)
    .map(({ name, centre: { x, y } }) => `<text x="${paper.x(x)}" y="${paper.y(y) + 8}">${escaped(name)}</text>`);
}

function restrictionShapes({ restrictions: { noGo, noMop, walls, thresholds } }: HomeState, paper: Paper): string[] {
  const areas = (kind: string, list: readonly ArrayLike<number>[]): string[] =>
    list.map((area) => `<path class="${kind}" d="${paper.rings([area])}"/>`);
  const lines = (kind: string, list: readonly ArrayLike<number>[]): string[] =>
    list.map((line) => `<path class="${kind}" d="${paper.line(line)}"/>`);
  const steps = thresholds.map(({ line }) => line);
  return [...areas('no-go', noGo), ...areas('no-mop', noMop), ...lines('line', walls), ...lines('step', steps)];
}

/** A plate behind the docked robot, and a stroke to its place. */
function dockShape({ x, y, theta }: SE2, paper: Paper): string {
  const at = (ahead: number, left: number): number[] => {
    return [x + cos(theta) * ahead - sin(theta) * left, y + sin(theta) * ahead + cos(theta) * left];
  };
  const plate = paper.line([...at(-0.17, -0.14), ...at(-0.17, 0.14)]);
  return `<path class="dock" d="${plate}${paper.line([...at(-0.17, 0), ...at(0.05, 0)])}"/>`;
}

/** A text as XML takes it: what it marks up with is written out, what it can't hold at all (control characters, halves of pairs) is left out. */
function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '').replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
