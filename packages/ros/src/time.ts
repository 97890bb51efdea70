import type { Timer } from '@homebound/graph';
import { type builtin_interfaces, fromStamp, rosgraph_msgs, toStamp } from '@homebound/messages';
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
type Clocks = () => readonly ReturnType<RclNode['getClock']>[];

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
    if (!waiting && now_s < before_s && before_s - now_s < JUMP_s) return; // overtaken on its way
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

/** This process makes the time: it holds the simulated body, and everyone else sets `use_sim_time`. */
export interface ClockOwner {
  /** Simulated seconds per second. */
  readonly pace: number;
  /** How far time moves at once, s: also the period of `/clock` and the shortest timer. */
  readonly step_s: number;
}

/**
 * Simulated time that this process makes and publishes on `/clock`. It starts at 0 and skips no step; where
 * the machine is too slow, time runs slower than the pace.
 */
export function ownedTime(
  node: RclNode,
  { pace, step_s }: ClockOwner,
  { rcl, clocks }: { rcl: Rcl; clocks: Clocks },
): GraphTime {
  if (!(pace > 0 && step_s > 0))
    throw new RangeError(`Cannot own /clock: pace ${pace} and step ${step_s} s must be > 0`);
  const timers = new TimerQueue();
  timers.advance(0);
  const qos = rosQos(rcl, { depth: 10, reliability: 'reliable', durability: 'volatile' });
  const publisher = node.createPublisher(rosgraph_msgs.Clock.name, '/clock', { qos });
  const tick_ms = (step_s * 1000) / pace;
  let steps = 0;
  let next_ms = performance.now() + tick_ms;
  const id = setInterval(() => {
    const now_ms = performance.now();
    next_ms = Math.max(next_ms, now_ms - MAX_BEHIND * tick_ms);
    for (; next_ms <= now_ms; next_ms += tick_ms) {
      steps += 1;
      const clock = toStamp(steps * step_s);
      setClocks(clocks, clock, rcl);
      publisher.publish(Buffer.from(rosgraph_msgs.Clock.encode({ clock })));
      timers.advance(steps * step_s);
    }
  }, tick_ms);
  return {
    now_s: () => timers.now_s,
    every: (period_s, callback) => timers.every(period_s, callback),
    whenKnown: (callback) => callback(),
    close: () => clearInterval(id),
  };
}

function setClocks(clocks: Clocks, clock: builtin_interfaces.Time, rcl: Rcl): void {
  for (const rosClock of clocks()) {
    rosClock.isRosTimeActive = true;
    rosClock.rosTimeOverride = rcl.Time.fromMsg(clock);
  }
}

/** Steps that a late process makes up for at once. A longer burst would overrun the queues of all who listen. */
const MAX_BEHIND = 3;
