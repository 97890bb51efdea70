import type { DoorLine } from './doorLines.ts';
import type { Parts } from './parts.ts';
import type { WallFloor } from './wallFloor.ts';

/** Where two parts meet along a line: how many cells, and from where to where along it. */
export interface Contact {
  readonly line: DoorLine;
  cells: number;
  from: number;
  to: number;
}

/** Two parts that meet. All lengths in cells. */
export interface Meeting {
  a: number;
  b: number;
  contacts: Contact[];
  /** Length of the whole opening. */
  open: number;
  /** Length of wall that either part has beside the longest opening, in line with it. */
  beyondA: number;
  beyondB: number;
}

/** More wall beside an opening tells no more, m; parts are looked for behind walls of this thickness, m. */
const MAX_BEYOND_M = 3;
const MAX_WALL_M = 0.7;
const MAX_GAP = 3;

/** Parts and their meetings; parts can be joined. */
export class PartGraph {
  readonly parts: Parts;
  readonly #space: WallFloor;
  readonly #joinedTo: Int32Array;
  readonly #meetings = new Map<number, Meeting>();

  constructor(space: WallFloor, parts: Parts, lines: readonly DoorLine[]) {
    this.parts = parts;
    this.#space = space;
    this.#joinedTo = Int32Array.from(parts.cells, (_, part) => part);
    for (const line of lines) this.#meetAlong(line);
    for (const meeting of this.#meetings.values()) this.#measure(meeting);
  }

  meetings(): IterableIterator<Meeting> {
    return this.#meetings.values();
  }

  /** The part that a part is joined to, itself when to none. */
  partOf(part: number): number {
    let p = part;
    while (this.#joinedTo[p] !== p) p = this.#joinedTo[p];
    return p;
  }

  /** Makes one part of two; returns the meetings that changed by it. */
  join({ a, b }: Meeting): Meeting[] {
    const { cells, peak } = this.parts;
    const [kept, gone] = peak[a] >= peak[b] ? [a, b] : [b, a];
    this.#joinedTo[gone] = kept;
    cells[kept] += cells[gone];
    const changed = new Set<Meeting>();
    for (const [key, meeting] of [...this.#meetings]) {
      if (meeting.a !== a && meeting.b !== a && meeting.a !== b && meeting.b !== b) continue;
      this.#meetings.delete(key);
      const other = meeting.a === a || meeting.a === b ? meeting.b : meeting.a;
      if (other !== a && other !== b) changed.add(this.#putBack(meeting, kept, other));
    }
    for (const meeting of changed) this.#measure(meeting);
    return [...changed];
  }

  /** A meeting under its parts' new names, in one with what they already have. */
  #putBack(meeting: Meeting, p: number, q: number): Meeting {
    const known = this.#meetings.get(keyOf(p, q));
    if (known !== undefined) {
      known.contacts.push(...meeting.contacts);
      return known;
    }
    meeting.a = Math.min(p, q);
    meeting.b = Math.max(p, q);
    this.#meetings.set(keyOf(p, q), meeting);
    return meeting;
  }

  /** Notes which parts lie on the two sides of a line. */
  #meetAlong(line: DoorLine): void {
    const { x0, y0, ux, uy, length } = line;
    for (let s = 0.5; s < length; s++) {
      const x = x0 + s * ux;
      const y = y0 + s * uy;
      const left = this.#beside(x, y, -uy, ux);
      const right = this.#beside(x, y, uy, -ux);
      if (left === 0 || right === 0 || left === right) continue;
      const { contacts } = this.#meetingOf(left, right);
      if (contacts[contacts.length - 1]?.line !== line) contacts.push({ line, cells: 0, from: s, to: s });
      const contact = contacts[contacts.length - 1];
      contact.cells++;
      contact.to = s;
    }
  }

  #meetingOf(p: number, q: number): Meeting {
    const known = this.#meetings.get(keyOf(p, q));
    if (known !== undefined) return known;
    const meeting = { a: Math.min(p, q), b: Math.max(p, q), contacts: [], open: 0, beyondA: 0, beyondB: 0 };
    this.#meetings.set(keyOf(p, q), meeting);
    return meeting;
  }

  #measure(meeting: Meeting): void {
    let main = meeting.contacts[0];
    let open = 1;
    for (const contact of meeting.contacts) {
      open += contact.cells;
      if (contact.cells > main.cells) main = contact;
    }
    meeting.open = open;
    meeting.beyondA = this.#beyond(main.line, meeting.a);
    meeting.beyondB = this.#beyond(main.line, meeting.b);
  }

  /** Wall that a part has in line with an opening, beyond both ends of its line. */
  #beyond(line: DoorLine, part: number): number {
    const { x0, y0, x1, y1, ux, uy, length } = line;
    let side = 0;
    for (let s = 1; s < length; s++) {
      const x = x0 + s * ux;
      const y = y0 + s * uy;
      if (this.partOf(this.#beside(x, y, -uy, ux)) === part) side++;
      if (this.partOf(this.#beside(x, y, uy, -ux)) === part) side--;
    }
    const sign = side >= 0 ? 1 : -1;
    return this.#reach(x1, y1, ux, uy, sign, part) + this.#reach(x0, y0, -ux, -uy, -sign, part);
  }

  /** How far a part accompanies a ray, on its left (sign 1) or right (-1), a wall's thickness away at most. */
  #reach(x: number, y: number, ux: number, uy: number, sign: number, part: number): number {
    const { cell_m } = this.#space;
    const maxBeyond = MAX_BEYOND_M / cell_m;
    const thickness = MAX_WALL_M / cell_m;
    let last = 0;
    for (let s = 1; s <= maxBeyond && s - last <= MAX_GAP; s++)
      for (let k = 1; k <= thickness && last !== s; k++)
        if (this.partOf(this.#at(x + s * ux - k * sign * uy, y + s * uy + k * sign * ux)) === part) last = s;
    return last;
  }

  /** The part beside a line, over the cells that the line is drawn on. */
  #beside(x: number, y: number, nx: number, ny: number): number {
    return this.#at(x + nx, y + ny) || this.#at(x + 2 * nx, y + 2 * ny) || this.#at(x + 3 * nx, y + 3 * ny);
  }

  #at(x: number, y: number): number {
    const { width, height } = this.#space;
    const ix = Math.round(x);
    const iy = Math.round(y);
    return ix < 0 || iy < 0 || ix >= width || iy >= height ? 0 : this.parts.labels[iy * width + ix];
  }
}

function keyOf(p: number, q: number): number {
  return p < q ? p * 0x100000 + q : q * 0x100000 + p;
}
