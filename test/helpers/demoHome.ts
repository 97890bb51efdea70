import type { MapWarp } from '@homebound/math';
import { type CommandBody, type Hello, type LiveView, protocolVersion, type RobotStatus } from '@homebound/wire';

/**
 * A drawn home and a robot that is led through it on rails: what the page is tested and photographed with. It knows no
 * physics; it only says what a feed would say.
 */
const resolution_m = 0.05;
const width = 190;
const height = 150;
const frame = { width, height, resolution_m, originX_m: -1.2, originY_m: -1.3 };
const radius_m = 0.17;

export const demoHello: Hello = {
  type: 'hello',
  protocol: protocolVersion,
  robot: 'Homebound',
  mode: 'simulation',
  place: 'demo',
  body: { radius_m, lidarX_m: 0, brushWidth_m: 0.2 },
  commands: ['start', 'pause', 'resume', 'stop', 'dock', 'goto', 'reset', 'speed'],
};

/** Walls and furniture as boxes in m: x0, y0, x1, y1. */
const solids = [
  [0, 0, 7.2, 0.1],
  [0, 5, 7.2, 5.1],
  [0, 0, 0.1, 5.1],
  [7.1, 0, 7.2, 5.1],
  [4, 0, 4.1, 1.6],
  [4, 2.5, 4.1, 5.1],
  [4.1, 2.9, 5.2, 3],
  [6.1, 2.9, 7.2, 3],
  [0.1, 3.9, 1.9, 5],
  [2.6, 1.9, 2.65, 1.95],
  [3.2, 1.9, 3.25, 1.95],
  [2.6, 2.5, 2.65, 2.55],
  [3.2, 2.5, 3.25, 2.55],
  [6.4, 0.1, 7.1, 2],
  [4.1, 4.2, 4.7, 5],
];

function isSolid(x: number, y: number): boolean {
  return solids.some(([x0, y0, x1, y1]) => x >= x0 && x <= x1 && y >= y0 && y <= y1);
}

function isFree(x: number, y: number): boolean {
  return x > 0.1 && y > 0.1 && x < 7.1 && y < 5 && !isSolid(x, y);
}

/** Whether the body fits there. */
function fits(x: number, y: number): boolean {
  for (let k = 0; k < 16; k++) {
    const a = (k * Math.PI) / 8;
    if (!isFree(x + 0.18 * Math.cos(a), y + 0.18 * Math.sin(a))) return false;
  }
  return true;
}

/** Lanes 0.18 m apart, up and down, jumping where furniture is in the way. */
function lanes(): [number, number][] {
  const points: [number, number][] = [];
  for (let x = 0.3, k = 0; x < 7; x += 0.18, k++)
    for (let i = 0; i < 95; i++) {
      const y = k % 2 === 0 ? 0.2 + 0.05 * i : 4.95 - 0.05 * i;
      if (fits(x, y)) points.push([x, y]);
    }
  return points;
}

export class DemoHome {
  readonly view: LiveView;
  /** What the page asked for, in order. */
  readonly commands: CommandBody[] = [];
  /** The answer to the next commands. */
  refusal: string | undefined;
  readonly #route = lanes();
  readonly #map = new Int8Array(width * height).fill(-1);
  readonly #coverage = new Int8Array(width * height);
  /** The corrections of its map so far, oldest first. */
  readonly #warps: MapWarp[] = [];
  #at = 0;
  #stamp_s = 0;

  constructor(view: LiveView) {
    this.view = view;
  }

  get length(): number {
    return this.#route.length;
  }

  status(change: Partial<RobotStatus>): void {
    this.view.status(this.#stamp_s, change);
  }

  /** Carries out what a page asks, as far as rails allow. */
  command(command: CommandBody, answer: (accepted: boolean, reason: string) => void): void {
    this.commands.push(command);
    if (this.refusal !== undefined) return answer(false, this.refusal);
    answer(true, '');
    const next: Partial<Record<CommandBody['command'], Partial<RobotStatus>>> = {
      start: { state: 'cleaning', reason: 'Cleaning the living room' },
      resume: { state: 'cleaning', reason: 'Cleaning the living room' },
      pause: { state: 'paused', reason: 'Paused by you' },
      stop: { state: 'stopped', reason: 'Stopped by you', reasonCode: 'user' },
      dock: { state: 'returning', reason: 'You sent it home' },
    };
    if (command.command === 'speed') this.status({ speed: command.factor });
    else if (command.command === 'goto')
      this.status({ state: 'travelling', reason: 'On its way to the point', target: { x: command.x, y: command.y } });
    else this.status(next[command.command] ?? {});
  }

  /** Where the map has a point of the home now. */
  #drawn(x: number, y: number): { x: number; y: number } {
    return this.#warps.reduce((at, warp) => warp.movePoint(at.x, at.y), { x, y });
  }

  /** Corrects the map, as after a closed loop. Its cells are looked up, so that walls get no holes. */
  correct(warp: MapWarp): void {
    this.#warps.push(warp);
    this.view.moveWith(this.#stamp_s, warp);
    for (const cells of [this.#map, this.#coverage]) {
      const before = cells.slice();
      for (let i = 0; i < cells.length; i++) {
        const x = frame.originX_m + ((i % width) + 0.5) * resolution_m;
        const y = frame.originY_m + (Math.floor(i / width) + 0.5) * resolution_m;
        const was = warp.pointBefore(x, y);
        const ix = Math.floor((was.x - frame.originX_m) / resolution_m);
        const iy = Math.floor((was.y - frame.originY_m) / resolution_m);
        const isInside = ix >= 0 && iy >= 0 && ix < width && iy < height;
        cells[i] = isInside ? before[iy * width + ix] : cells === this.#map ? -1 : 0;
      }
    }
    this.#tell();
  }

  /** Somebody carries it off. */
  lose(): void {
    this.view.placeLost(this.#stamp_s);
    this.status({ state: 'locating', reason: 'I lost my place; looking around.', reasonCode: 'lost' });
  }

  /** Goes so many points further: 0.05 m and about 0.2 s each. */
  advance(points: number): void {
    const trail: number[] = [];
    for (let i = 0; i < points && this.#at < this.#route.length - 1; i++) {
      this.#at++;
      this.#stamp_s += 0.2;
      const [x, y] = this.#route[this.#at];
      const [lastX, lastY] = this.#route[this.#at - 1];
      if ((x - lastX) ** 2 + (y - lastY) ** 2 > 0.1) trail.push(Number.NaN, Number.NaN);
      const drawn = this.#drawn(x, y);
      trail.push(drawn.x, drawn.y);
      this.#sweep(drawn.x, drawn.y);
      if (i % 10 === 0) this.#look(x, y);
    }
    this.view.extendTrail(this.#stamp_s, trail);
    this.#tell();
  }

  #sweep(x: number, y: number): void {
    this.#each(x, y, 0.1, (i) => {
      this.#coverage[i] = Math.min(127, this.#coverage[i] + 1);
    });
  }

  #each(x: number, y: number, r: number, act: (i: number) => void): void {
    const reach = Math.ceil(r / resolution_m);
    const cx = Math.floor((x - frame.originX_m) / resolution_m);
    const cy = Math.floor((y - frame.originY_m) / resolution_m);
    for (let iy = cy - reach; iy <= cy + reach; iy++)
      for (let ix = cx - reach; ix <= cx + reach; ix++) {
        const dx = frame.originX_m + (ix + 0.5) * resolution_m - x;
        const dy = frame.originY_m + (iy + 0.5) * resolution_m - y;
        if (dx * dx + dy * dy <= r * r) act(iy * width + ix);
      }
  }

  /** A scan by marching rays: frees what it crosses, marks what it meets. */
  #look(x: number, y: number): void {
    const points: number[] = [];
    for (let k = 0; k < 360; k++) {
      const c = Math.cos((k * Math.PI) / 180);
      const s = Math.sin((k * Math.PI) / 180);
      for (let d = 0.1; d < 8; d += 0.02) {
        const px = x + d * c;
        const py = y + d * s;
        const at = this.#drawn(px, py);
        const iy = Math.floor((at.y - frame.originY_m) / resolution_m);
        const i = iy * width + Math.floor((at.x - frame.originX_m) / resolution_m);
        if (isSolid(px, py)) {
          this.#map[i] = 100;
          points.push(at.x, at.y);
          break;
        }
        if (this.#map[i] !== 100) this.#map[i] = 0;
      }
    }
    this.view.scan(this.#stamp_s, points);
  }

  #tell(): void {
    const { x, y } = this.#drawn(...this.#route[this.#at]);
    const ahead = this.#drawn(...this.#route[Math.min(this.#at + 1, this.#route.length - 1)]);
    const theta = Math.atan2(ahead.y - y, ahead.x - x);
    const cleaned = this.#coverage.reduce((n, cell) => n + (cell > 0 ? 1 : 0), 0) * resolution_m ** 2;
    this.view.pose(this.#stamp_s, { x, y, theta }, [0.001, 0, 0, 0, 0.001, 0, 0, 0, 0.001]);
    this.view.grid('map', this.#stamp_s, frame, this.#map);
    this.view.grid('coverage', this.#stamp_s, frame, this.#coverage);
    const path = this.#route.slice(this.#at, this.#at + 40).map(([px, py]) => this.#drawn(px, py));
    this.view.lines(
      'path',
      this.#stamp_s,
      path.flatMap((at) => [at.x, at.y]),
    );
    this.status({
      coverage: Math.min(1, cleaned / 30),
      cleanedArea_m2: cleaned,
      reachableArea_m2: 30,
      drivenLength_m: this.#at * 0.05,
      cleaningTime_s: this.#stamp_s,
      battery: { level: 1 - this.#at / 9000, charging: false },
      dock: { x: 0.3, y: 0.6, theta: 0 },
    });
  }
}
