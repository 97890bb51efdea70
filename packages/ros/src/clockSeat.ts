import type { RclNode } from './rcl.ts';

/** Whoever publishes `/clock` is looked for so often; who comes so soon after us was started with us, ms. */
const LOOK_EVERY_ms = 100;
const WATCH_EVERY_ms = 1000;
const TOGETHER_ms = 3000;

export interface SeatEvents {
  /** Nobody else was found: this process publishes `/clock` from here on. */
  readonly onFree: () => void;
  /** Told once, in words, that the clock is somebody else's. */
  readonly onTaken: (reason: string) => void;
}

/** The one seat at `/clock`: taken when nobody else was found there, and left when two took it together. */
export class ClockSeat {
  private readonly node: RclNode;
  private readonly events: SeatEvents;
  private timer: NodeJS.Timeout | undefined;
  /** When it was taken; undefined while it is looked for others. */
  private taken_ms: number | undefined;
  private hasWarned = false;

  constructor(node: RclNode, events: SeatEvents) {
    this.node = node;
    this.events = events;
  }

  /** @param look_ms  how long it is looked for others before */
  take(look_ms: number): void {
    this.look(performance.now() + look_ms);
  }

  leave(): void {
    clearTimeout(this.timer);
  }

  private look(until_ms: number): void {
    const others = this.others();
    const now_ms = performance.now();
    if (others.length > 0) this.giveWay(others);
    else if (now_ms < until_ms) this.timer = setTimeout(() => this.look(until_ms), LOOK_EVERY_ms);
    else {
      this.taken_ms = now_ms;
      this.timer = setTimeout(() => this.watch(now_ms), WATCH_EVERY_ms);
      this.events.onFree();
    }
  }

  /** Two that were started together saw nobody when they looked: both give way. Later the newcomer does. */
  private watch(taken_ms: number): void {
    const others = this.others();
    if (others.length > 0 && performance.now() - taken_ms < TOGETHER_ms) return this.giveWay(others);
    if (others.length > 0 && !this.hasWarned) {
      this.hasWarned = true;
      const names = others.join(' and ');
      this.node.getLogger().error(`${names} publishes /clock as well: stop one, time jumps between them`);
    }
    this.timer = setTimeout(() => this.watch(taken_ms), WATCH_EVERY_ms);
  }

  private giveWay(others: readonly string[]): void {
    this.leave();
    this.events.onTaken(
      `Cannot own /clock: ${others.join(' and ')} publishes it already. Stop that simulator, choose another ROS_DOMAIN_ID, or follow its time with use_sim_time:=true`,
    );
  }

  /** Full names of those who publish `/clock`, this process once left out when it does. */
  private others(): string[] {
    const found = this.node.getPublishersInfoByTopic('/clock');
    const names = found.map(({ node_name, node_namespace }) => `${node_namespace.replace(/\/$/, '')}/${node_name}`);
    const own = this.taken_ms === undefined ? -1 : names.indexOf(this.node.getFullyQualifiedName());
    return names.filter((_, i) => i !== own);
  }
}
