import type { Timer } from '@homebound/graph';
import { type builtin_interfaces, fromStamp, rosgraph_msgs } from '@homebound/messages';
import type { Faults } from './faults.ts';
import { rosQos } from './qos.ts';
import type { Rcl, RclNode } from './rcl.ts';
import { TimerQueue } from './timers.ts';

/** The graph's time, as one process sees it. */
export interface GraphTime {
  now_s(): number;
  every(period_s: number, callback: () => void): Timer;
  /** Calls back as soon as the time is known: at once, except while the first `/clock` is awaited. */
  whenKnown(callback: () => void): void;
  close(): void;
}

/**
 * The system's clock, from the node's own ROS clock. Timers are setInterval: measured at 20 ms, ROS timers jitter
 * 17.5–22.5 ms and setInterval 19.6–20.8 ms.
 */
export function wallTime(node: RclNode): GraphTime {
  const clock = node.getClock();
  const running = new Set<NodeJS.Timeout>();
  return {
    now_s: () => Number(clock.now().nanoseconds) / 1e9,
    every(period_s, callback) {
      const id = setInterval(callback, period_s * 1000);
      running.add(id);
      return {
        cancel() {
          clearInterval(id);
          running.delete(id);
        },
      };
    },
    whenKnown: (callback) => callback(),
    close() {
      for (const id of running) clearInterval(id);
    },
  };
}

/** The nodes' own ROS clocks: they follow, so that parameter events and goals carry the same time. */
export type Clocks = () => readonly ReturnType<RclNode['getClock']>[];

/**
 * Simulated time from `/clock`. Subscribed to by ourselves and best effort: rclnodejs asks for reliable, and the usual
 * publishers of `/clock` are best effort, so that its own time would silently stay 0.
 * @param onJumpBack    told when the simulation was started anew; what the nodes remember is of another world then
 */
export function clockTime(
  node: RclNode,
  parts: { rcl: Rcl; clocks: Clocks; faults: Faults; onJumpBack: (from_s: number, to_s: number) => void },
): GraphTime {
  const { rcl, clocks, faults, onJumpBack } = parts;
  const timers = new TimerQueue();
  let waiting: (() => void)[] | undefined = [];
  const onClock = (bytes: Uint8Array): void => {
    const { clock } = rosgraph_msgs.Clock.decode(bytes);
    const [before_s, now_s] = [timers.now_s, fromStamp(clock)];
    // Overtaken on its way; but 0 is a beginning.
    if (!waiting && now_s !== 0 && now_s < before_s && before_s - now_s < JUMP_s) return;
    setClocks(clocks, clock, rcl);
    timers.advance(now_s);
    if (!waiting && now_s < before_s) onJumpBack(before_s, now_s);
    const ready = waiting;
    waiting = undefined;
    for (const callback of ready ?? []) callback();
  };
  const qos = rosQos(rcl, { depth: 1, reliability: 'bestEffort', durability: 'volatile' });
  const callback = faults.guard('subscription /clock', onClock);
  node.createSubscription(rosgraph_msgs.Clock.name, '/clock', { qos, isRaw: true }, callback);
  return {
    now_s: () => timers.now_s,
    every: (period_s, callback) => timers.every(period_s, callback),
    whenKnown(callback) {
      if (waiting) waiting.push(callback);
      else callback();
    },
    close() {},
  };
}

/** Best-effort messages may overtake each other; further back than this is a new simulation. */
const JUMP_s = 0.5;

/** The nodes' own clocks tell a time from now on. */
export function setClocks(clocks: Clocks, clock: builtin_interfaces.Time, rcl: Rcl): void {
  const time = rcl.Time.fromMsg(clock);
  for (const rosClock of clocks()) {
    rosClock.isRosTimeActive = true;
    rosClock.rosTimeOverride = time;
  }
}
