import type { GridFrame } from '@homebound/grid';
import type { MapWarp, SE2 } from '@homebound/math';
import { mostObstacles, readObstacles, readRooms, readStatus } from './decodeText.ts';
import { encodeGridPatch, type GridLayer } from './gridPatch.ts';
import { LiveGrid } from './liveGrid.ts';
import { checkPoints, encodePoints } from './points.ts';
import { encodePose } from './pose.ts';
import {
  type Dismissal,
  type Hello,
  type Obstacle,
  type RobotStatus,
  type Room,
  type StatusMessage,
  unknownStatus,
} from './status.ts';

/**
 * What the robot's side tells: the viewer feed calls these whenever something is new, as often as it likes. Each throws
 * RangeError at once when a value cannot be shown. A page calls data stale after 2 s of wall time without any news, so say
 * the status at least once a second, also while nothing happens.
 */
export interface ViewSink {
  /** Takes a copy. Growing and moving the grid is fine. Coverage masks may be Uint8Array. */
  grid(layer: GridLayer, stamp_s: number, frame: GridFrame, data: Int8Array | Uint8Array): void;
  /** `covariance` of (x, y, theta), row-major, 9 numbers. Who was lost is found with it. */
  pose(stamp_s: number, T_map_base: SE2, covariance: ArrayLike<number>): void;
  /** End points of beams in the map frame, m, interleaved. */
  scan(stamp_s: number, points_map: ArrayLike<number>): void;
  /** The robot does not know where it is any more: what stood for its place (pose, scan, path) is taken away. */
  placeLost(stamp_s: number): void;
  /** What is driven along now (`path`) and the lanes ahead (`plan`); m, interleaved, a pair of NaN lifts the pen. Empty clears. */
  lines(type: 'path' | 'plan', stamp_s: number, points_map: ArrayLike<number>): void;
  /** Adds points to where the robot has been. */
  extendTrail(stamp_s: number, points_map: ArrayLike<number>): void;
  /** Replaces the whole trail, e.g. after a loop closure moved it. Empty clears. */
  replaceTrail(stamp_s: number, points_map: ArrayLike<number>): void;
  /** The map was corrected: trail, lines, scan, rooms, obstacles, dock, target and coverage move with it. The corrected map itself comes as ever. */
  moveWith(stamp_s: number, warp: MapWarp): void;
  rooms(rooms: readonly Room[]): void;
  /** All that is known to lie on the floor; it replaces what was. Of very many the first are shown. */
  obstacles(obstacles: readonly Obstacle[], dismissals: readonly Dismissal[]): void;
  /** Changes the fields that are given; `undefined` takes an optional one away. */
  status(stamp_s: number, change: Partial<RobotStatus>): void;
  /**
   * Forgets everything but the speed of time, and whoever looks is greeted anew: a simulation begins again, its clock at 0, or
   * the map that is shown was deleted. Nothing of it is left for who comes later, not even how large the home was.
   */
  clear(): void;
}

/** One reader's way through what is new. */
export interface ViewReader {
  /**
   * The next message this reader has not had, or undefined when it has everything. What was overtaken is never sent: a
   * reader that asks rarely gets the latest pose and one patch with all that changed.
   * @param wall_s wall time to put into a status message, s since 1970
   */
  next(wall_s: number): string | Uint8Array | undefined;
}

/** What a gateway needs. */
export interface ViewSource {
  reader(): ViewReader;
  /** The status with its moment. */
  statusAt(wall_s: number): StatusMessage;
}

/** What is new of one kind: its version, and how to say it to somebody who knows an older one. */
interface Channel {
  version: number;
  message(since: number, wall_s: number): string | Uint8Array | undefined;
}

/** A channel of messages that replace each other. */
class Latest implements Channel {
  version = 0;
  #encode: ((wall_s: number) => string | Uint8Array) | undefined;

  set(encode: (wall_s: number) => string | Uint8Array): void {
    this.#encode = encode;
    this.version++;
  }

  /** There is nothing to say any more, also not to somebody new. */
  forget(): void {
    this.#encode = undefined;
    this.version++;
  }

  message(_since: number, wall_s: number): string | Uint8Array | undefined {
    return this.#encode?.(wall_s);
  }
}

class GridChannel implements Channel {
  readonly grid = new LiveGrid();
  readonly #layer: GridLayer;

  constructor(layer: GridLayer) {
    this.#layer = layer;
  }

  get version(): number {
    return this.grid.version;
  }

  message(since: number): Uint8Array | undefined {
    const patch = this.grid.since(since);
    return patch && encodeGridPatch(this.#layer, this.grid.stamp_s, patch);
  }
}

function newLatest() {
  return {
    status: new Latest(),
    pose: new Latest(),
    rooms: new Latest(),
    obstacles: new Latest(),
    plan: new Latest(),
    path: new Latest(),
    scan: new Latest(),
  };
}

function noLines(): Record<'path' | 'plan' | 'scan', readonly number[]> {
  return { path: [], plan: [], scan: [] };
}

/** Past this the trail is thinned to every second point: 10 km at 5 cm. */
const mostTrailPoints = 200_000;

/** The trail only grows; its version counts points, and a replacement jumps past every version that was ever seen. */
class TrailChannel implements Channel {
  version = 0;
  #base = 0; // version before the first point of the present trail
  #points: number[] = [];
  #stamp_s = 0;

  extend(stamp_s: number, points: ArrayLike<number>): void {
    checkPoints('Cannot extend', 'trail', points);
    if (this.#points.length + points.length > 2 * mostTrailPoints) this.replace(stamp_s, this.#everySecond());
    for (let i = 0; i < points.length; i++) this.#points.push(points[i]);
    this.version += points.length / 2;
    this.#stamp_s = stamp_s;
  }

  replace(stamp_s: number, points: ArrayLike<number>): void {
    this.#base = this.version + 1;
    this.version = this.#base;
    this.#points = [];
    this.extend(stamp_s, points);
  }

  moveWith(stamp_s: number, warp: MapWarp): void {
    this.replace(stamp_s, warp.moved(this.#points));
  }

  #everySecond(): number[] {
    return this.#points.filter((_, i) => i % 4 < 2);
  }

  message(since: number): Uint8Array {
    const first = Math.max(0, since - this.#base);
    return encodePoints('trail', this.#stamp_s, this.#points.slice(2 * first), first);
  }
}

/**
 * The home as a page should show it now. The robot's side writes into it; any number of readers catch up, each at its own
 * speed. It holds one copy of everything and one number per reader and kind: nothing queues, so nothing can overflow.
 */
export class LiveView implements ViewSink, ViewSource {
  readonly #hello: Hello;
  #status: RobotStatus = unknownStatus;
  #stamp_s = 0;
  #map = new GridChannel('map');
  #coverage = new GridChannel('coverage');
  #trail = new TrailChannel();
  /** What the latest lines, scan, rooms and obstacles are made of. */
  #lines: Record<'path' | 'plan' | 'scan', readonly number[]> = noLines();
  #rooms: readonly Room[] = [];
  #obstacles: readonly Obstacle[] = [];
  #dismissals: readonly Dismissal[] = [];
  #moved = new Latest();
  #latest = newLatest();

  constructor(hello: Hello) {
    this.#hello = hello;
    this.status(0, {});
  }

  grid(layer: GridLayer, stamp_s: number, frame: GridFrame, data: Int8Array | Uint8Array): void {
    (layer === 'map' ? this.#map : this.#coverage).grid.set(stamp_s, frame, data);
  }

  pose(stamp_s: number, T_map_base: SE2, covariance: ArrayLike<number>): void {
    const bytes = encodePose(stamp_s, T_map_base, covariance);
    this.#latest.pose.set(() => bytes);
    if (this.#status.isLost) this.status(stamp_s, { isLost: undefined });
  }

  placeLost(stamp_s: number): void {
    if (this.#status.isLost) return;
    this.poseLost();
    this.scan(stamp_s, []);
    this.lines('path', stamp_s, []);
    this.status(stamp_s, { isLost: true });
  }

  /** There is no pose any more, for who brings all else that is lost with it himself: a mirror. */
  poseLost(): void {
    this.#latest.pose.forget();
  }

  scan(stamp_s: number, points_map: ArrayLike<number>): void {
    this.#setPoints('scan', stamp_s, points_map);
  }

  lines(type: 'path' | 'plan', stamp_s: number, points_map: ArrayLike<number>): void {
    this.#setPoints(type, stamp_s, points_map);
  }

  #setPoints(type: 'path' | 'plan' | 'scan', stamp_s: number, points_map: ArrayLike<number>): void {
    const bytes = encodePoints(type, stamp_s, points_map);
    this.#lines[type] = Array.from(points_map);
    this.#latest[type].set(() => bytes);
  }

  extendTrail(stamp_s: number, points_map: ArrayLike<number>): void {
    this.#trail.extend(stamp_s, points_map);
  }

  replaceTrail(stamp_s: number, points_map: ArrayLike<number>): void {
    this.#trail.replace(stamp_s, points_map);
  }

  /** Says that the map was corrected, for who brings all that moved with it himself: a mirror. */
  mapMoved(stamp_s: number): void {
    this.#moved.set(() => JSON.stringify({ type: 'mapMoved', stamp_s }));
  }

  moveWith(stamp_s: number, warp: MapWarp): void {
    if (warp.isIdentity) return;
    this.mapMoved(stamp_s);
    this.#coverage.grid.moveWith(stamp_s, warp);
    this.#trail.moveWith(stamp_s, warp);
    for (const type of ['path', 'plan', 'scan'] as const)
      if (this.#lines[type].length > 0) this.#setPoints(type, stamp_s, warp.moved(this.#lines[type]));
    if (this.#rooms.length > 0)
      this.rooms(this.#rooms.map((room) => ({ ...room, outline: Array.from(warp.moved(room.outline)) })));
    if (this.#obstacles.length + this.#dismissals.length > 0)
      this.obstacles(
        this.#obstacles.map((thing) => ({ ...thing, outline: Array.from(warp.moved(thing.outline)) })),
        this.#dismissals.map((place) => ({ ...place, ...warp.movePoint(place.x, place.y) })),
      );
    const { dock, target } = this.#status;
    if (dock === undefined && target === undefined) return;
    this.status(stamp_s, {
      dock: dock && warp.movePose(dock),
      target: target && warp.movePoint(target.x, target.y),
    });
  }

  rooms(rooms: readonly Room[]): void {
    this.#rooms = rooms;
    const json = JSON.stringify(readRooms({ rooms }));
    this.#latest.rooms.set(() => json);
  }

  obstacles(obstacles: readonly Obstacle[], dismissals: readonly Dismissal[]): void {
    this.#obstacles = obstacles.slice(0, mostObstacles);
    this.#dismissals = dismissals;
    const json = JSON.stringify(readObstacles({ obstacles: this.#obstacles, dismissals }));
    this.#latest.obstacles.set(() => json);
  }

  status(stamp_s: number, change: Partial<RobotStatus>): void {
    const status = { ...this.#status, ...change };
    readStatus({ stamp_s, wall_s: 0, ...status });
    this.#stamp_s = stamp_s;
    this.#status = status;
    this.#latest.status.set((wall_s) => JSON.stringify(this.statusAt(wall_s)));
  }

  statusAt(wall_s: number): StatusMessage {
    return { type: 'status', stamp_s: this.#stamp_s, wall_s, ...this.#status };
  }

  clear(): void {
    this.#status = { ...unknownStatus, speed: this.#status.speed };
    this.#map = new GridChannel('map');
    this.#coverage = new GridChannel('coverage');
    this.#trail = new TrailChannel();
    this.#lines = noLines();
    this.#rooms = [];
    this.#obstacles = [];
    this.#dismissals = [];
    this.#moved = new Latest();
    this.#latest = newLatest();
    this.status(0, {});
  }

  #channels(): readonly Channel[] {
    const { status, pose, rooms, obstacles, plan, path, scan } = this.#latest;
    return [this.#moved, status, this.#map, this.#coverage, rooms, obstacles, pose, this.#trail, plan, path, scan];
  }

  /** A reader that begins with `hello` and everything there is, and does so again when all was cleared. */
  reader(): ViewReader {
    let channels: readonly Channel[] = [];
    let seen: number[] = [];
    let turn = 0; // takes turns, so that a kind with constant news never starves another
    return {
      next: (wall_s) => {
        if (channels[0] !== this.#moved) {
          channels = this.#channels();
          // Who comes now holds nothing that could have moved before.
          seen = channels.map((channel) => (channel === this.#moved ? channel.version : 0));
          turn = 0;
          return JSON.stringify(this.#hello);
        }
        if (this.#moved.version > seen[0]) turn = 0; // said before anything that has moved
        const first = turn;
        for (let i = 0; i < channels.length; i++) {
          const k = (first + i) % channels.length;
          const { version } = channels[k];
          if (version <= seen[k]) continue;
          const message = channels[k].message(seen[k], wall_s);
          seen[k] = version;
          turn = k + 1;
          if (message !== undefined) return message;
        }
        return undefined;
      },
    };
  }
}
