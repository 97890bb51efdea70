import { decodeFrame } from './decodeFrame.ts';
import { decodeText } from './decodeText.ts';
import { applyGridPatch, type Grid, type GridLayer, type GridMessage } from './gridPatch.ts';
import { LiveView, type ViewReader, type ViewSource } from './liveView.ts';
import type { PointsMessage } from './points.ts';
import type { Hello, StatusMessage } from './status.ts';

/**
 * A view of the home in another process than the robot's: filled with what one `ViewReader` there says, read by any number here.
 * So the robot serves one reader however many pages are open, and none of them reaches into its process.
 */
export class ViewMirror implements ViewSource {
  readonly #view: LiveView;
  readonly #grids: Record<GridLayer, Grid | undefined> = { map: undefined, coverage: undefined };
  #trailPoints = 0;
  #isLost = false;
  #isForgotten = false;

  /** @param hello  the robot's first words, which this one's readers hear, too */
  constructor(hello: Hello) {
    this.#view = new LiveView(hello);
  }

  reader(): ViewReader {
    return this.#view.reader();
  }

  statusAt(wall_s: number): StatusMessage {
    return this.#view.statusAt(wall_s);
  }

  /**
   * Takes the next message of the robot's reader; its `hello` may be among them. Throws RangeError when it is none, or is not
   * for what is held: a message was missed, begin with a new mirror.
   */
  take(message: string | Uint8Array): void {
    if (typeof message === 'string') return this.#takeText(message);
    if (this.#isForgotten) return;
    const frame = decodeFrame(message);
    switch (frame.type) {
      case 'map':
      case 'coverage':
        return this.#takeGrid(frame);
      case 'pose':
        this.#isLost = false;
        return this.#view.pose(frame.stamp_s, frame.T_map_base, frame.covariance);
      case 'scan':
        return this.#view.scan(frame.stamp_s, frame.points);
      case 'trail':
        return this.#takeTrail(frame);
      default:
        return this.#view.lines(frame.type, frame.stamp_s, frame.points);
    }
  }

  #takeText(json: string): void {
    const message = decodeText(json);
    if (this.#isForgotten && message.type !== 'hello') return;
    switch (message.type) {
      case 'hello':
        return this.#begin();
      case 'status':
        return this.#takeStatus(message);
      case 'rooms':
        return this.#view.rooms(message.rooms);
      case 'obstacles':
        return this.#view.obstacles(message.obstacles, message.dismissals);
      case 'mapMoved':
        return this.#view.mapMoved(message.stamp_s);
      default:
        throw new RangeError(`Cannot mirror ${message.type}: it is an answer to a page, no part of the view`);
    }
  }

  /** What is shown was deleted: nothing of it is told any more. What is still on its way is dropped, until the robot greets again. */
  forget(): void {
    this.#begin();
    this.#isForgotten = true;
  }

  /** The robot greets again when it has forgotten everything. */
  #begin(): void {
    this.#view.clear();
    this.#isForgotten = false;
    this.#grids.map = undefined;
    this.#grids.coverage = undefined;
    this.#trailPoints = 0;
    this.#isLost = false;
  }

  #takeStatus({ type: _type, wall_s: _wall_s, stamp_s, ...status }: StatusMessage): void {
    // The robot forgets its pose when it loses its place; nothing says so but the status.
    if (status.isLost && !this.#isLost) this.#view.poseLost();
    this.#isLost = status.isLost === true;
    const { battery, dock, isLost, target, speed } = status;
    this.#view.status(stamp_s, { ...status, battery, dock, isLost, target, speed });
  }

  #takeGrid({ type, stamp_s, patch }: GridMessage): void {
    const grid = applyGridPatch(this.#grids[type], patch);
    if (grid === undefined) throw new RangeError(`Cannot mirror ${type}: the patch is for another grid than is held`);
    this.#grids[type] = grid;
    this.#view.grid(type, stamp_s, grid, grid.data);
  }

  #takeTrail({ first, points, stamp_s }: PointsMessage): void {
    if (first !== 0 && first !== this.#trailPoints)
      throw new RangeError(`Cannot mirror trail: it goes on at point ${first}, ${this.#trailPoints} are held`);
    if (first === 0) this.#view.replaceTrail(stamp_s, points);
    else this.#view.extendTrail(stamp_s, points);
    this.#trailPoints = first + points.length / 2;
  }
}
