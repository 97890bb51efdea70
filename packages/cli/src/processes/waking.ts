import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import { LocalGraph, Pace } from '@homebound/graph';
import type { RemoteBody, RemoteEye } from '@homebound/link';
import {
  addRobot,
  type MapKeeper,
  ObstaclePictures,
  type PictureKeeper,
  type PrivacyKeeper,
  viewFeedNode,
} from '@homebound/nodes';
import type { CommandSink, LiveView } from '@homebound/wire';
import { missionSink } from '../missionSink.ts';

export interface WakingOptions {
  readonly body: RemoteBody;
  /** Absent on a robot without a camera. */
  readonly eye?: RemoteEye | undefined;
  /** The maps that it wakes up with. */
  readonly keeper: MapKeeper;
  /** How the privacy button was left. */
  readonly privacy: PrivacyKeeper;
  /** Where pictures of obstacles go. */
  readonly pictures: PictureKeeper;
  readonly view: LiveView;
  readonly warn: (text: string) => void;
  /** Adds what belongs to the household: its history, schedules, whoever is in the room. */
  readonly moveIn: (graph: LocalGraph) => void;
}

/** One waking life of the robot: all nodes on one graph, at the pace of the body's own clock, until it ends or the motors are gone. */
export class Waking {
  readonly graph: LocalGraph;
  readonly commands: CommandSink;
  readonly #body: RemoteBody;
  readonly #eye: RemoteEye | undefined;
  readonly #pace: Pace;
  #isOver = false;

  constructor({ body, eye, keeper, privacy, pictures, view, warn, moveIn }: WakingOptions) {
    this.#body = body;
    this.#eye = eye;
    this.graph = new LocalGraph({
      onFault: ({ node, where, error }) => warn(`fault in ${node}, ${where}: ${String(error)}`),
    });
    addRobot(this.graph, body, {}, keeper, privacy, eye);
    this.graph.add(viewFeedNode(body.geometry, view, pictures));
    if (eye !== undefined) this.graph.add(new ObstaclePictures(eye.crops, pictures).node);
    moveIn(this.graph);
    this.commands = missionSink(this.graph.outside);
    const host = {
      now_s: () => body.now_s() / body.rate,
      sleep: (s: number) => delay(1000 * s),
      pause: () => immediate(),
    };
    // Time that is written off here would put the body's records into the graph's future: it catches up, however late it is. That holds for its first
    // moments, too: a mind that stayed 0.25 s behind would think on records that are too old for the motors, and never drive.
    this.#pace = new Pace(this.graph, host, { speed: body.rate, maxLag_s: Number.POSITIVE_INFINITY, zero_s: 0 });
  }

  /** @returns whether the motors are still there: false when it ended because they are not */
  async run(): Promise<boolean> {
    let isAlone = false;
    void this.#body.closed.then(() => {
      isAlone = !this.#isOver;
      this.#pace.stop();
    });
    this.graph.start();
    if (!this.#isOver) await this.#pace.run();
    this.graph.shutdown();
    this.#eye?.end();
    this.#body.close();
    return !isAlone;
  }

  /** Ends soon; the last that the motors hear is to stand still. */
  end(): void {
    this.#isOver = true;
    this.#pace.stop();
  }
}
