import type { ActionHandlers, GoalHandle } from '@homebound/graph';
import type { ActionType } from '@homebound/messages';
import type { Faults } from './faults.ts';
import { actionClass, type InterfaceParts } from './interfaceClasses.ts';
import type { Rcl, RclNode, RclServerGoal } from './rcl.ts';

type End = 'succeed' | 'abort' | 'canceled';
const words: Readonly<Record<End, readonly [verb: string, status: string]>> = {
  succeed: ['succeed', 'succeeded'],
  abort: ['abort', 'aborted'],
  canceled: ['cancel', 'canceled'],
};

/** The server's side of an action. rclnodejs wants a promise of the result; nodes end a goal by a call, now or later. */
export class RosActionServer<G, R, F> {
  private readonly rcl: Rcl;
  private readonly type: ActionType<G, R, F>;
  private readonly name: string;
  private readonly handlers: ActionHandlers<G, R, F>;
  private readonly faults: Faults;
  private readonly server: { destroy(): void };
  private readonly goals = new Map<RclServerGoal, ServerGoal<G, R, F>>();

  constructor(
    parts: InterfaceParts,
    node: RclNode,
    type: ActionType<G, R, F>,
    name: string,
    handlers: ActionHandlers<G, R, F>,
    faults: Faults,
  ) {
    this.rcl = parts.rcl;
    this.type = type;
    this.name = name;
    this.handlers = handlers;
    this.faults = faults;
    this.server = new this.rcl.ActionServer(
      node,
      actionClass(parts, type, 'server', (text) => node.getLogger().warn(text)),
      name,
      (goal) => this.execute(goal),
      (goal) => this.accept(goal, node),
      undefined,
      (goal) => this.cancel(goal),
      { resultTimeout: KEPT_s },
    );
  }

  private accept(goal: unknown, node: RclNode): unknown {
    const { ACCEPT, REJECT } = this.rcl.GoalResponse;
    const verdict = this.faults.run(`action ${this.name}`, () => this.handlers.accept?.(goal as G) ?? true, 'it threw');
    if (verdict === true) return ACCEPT;
    node.getLogger().info(`${this.name} refused a goal: ${verdict}`); // ROS has no field to send the reason in
    return REJECT;
  }

  private execute(rclGoal: RclServerGoal): Promise<unknown> {
    return new Promise((resolve) => {
      const end = (how: End, result: Partial<R>): void => {
        const message = this.type.result.canonical(result);
        rclGoal[how]();
        this.goals.delete(rclGoal);
        rclGoal.request.value = undefined;
        resolve(message);
      };
      const goal = new ServerGoal(this.type, rclGoal, end);
      this.goals.set(rclGoal, goal);
      const begin = (): boolean => {
        this.handlers.execute(goal);
        return true;
      };
      // A goal whose handler threw has nobody left to end it.
      if (!this.faults.run(`action ${this.name}`, begin, false) && this.goals.has(rclGoal)) goal.abort({});
    });
  }

  /** The handler is told afterwards: only when this callback has returned is the goal in the state from which it may end as canceled. */
  private cancel(rclGoal: RclServerGoal): unknown {
    setImmediate(() => {
      const goal = this.goals.get(rclGoal);
      if (!goal || goal.cancelRequested) return;
      goal.cancelRequested = true;
      this.faults.run(`action ${this.name}`, () => this.handlers.cancel?.(goal), undefined);
    });
    return this.rcl.CancelResponse.ACCEPT;
  }

  /** Ends what still runs as aborted. The server goes a moment later, so that the results reach their clients first. */
  close(): void {
    for (const goal of [...this.goals.values()]) this.faults.run('close', () => goal.abort({}), undefined);
    setTimeout(() => this.faults.run('close', () => this.server.destroy(), undefined), LAST_RESULTS_ms);
  }
}

const LAST_RESULTS_ms = 50;
/** How long a goal that ended can still be asked for its result, s: as rclpy has it. rclnodejs' own 900 s add up. */
const KEPT_s = 10;

class ServerGoal<G, R, F> implements GoalHandle<G, R, F> {
  readonly id: string;
  readonly goal: G;
  cancelRequested = false;
  private readonly type: ActionType<G, R, F>;
  private readonly rclGoal: RclServerGoal;
  private readonly finish: (how: End, result: Partial<R>) => void;
  private ended: End | undefined;

  constructor(type: ActionType<G, R, F>, rclGoal: RclServerGoal, finish: (how: End, result: Partial<R>) => void) {
    this.id = Array.from(rclGoal.goalId.uuid, (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.goal = rclGoal.request.value as G;
    this.type = type;
    this.rclGoal = rclGoal;
    this.finish = finish;
  }

  feedback(feedback: Partial<F>): void {
    this.refuseAfterEnd('give feedback on');
    if (this.rclGoal.isCancelRequested) return; // ROS sends none while a goal is being canceled
    this.rclGoal.publishFeedback(this.type.feedback.canonical(feedback));
  }

  succeed(result: Partial<R>): void {
    this.end('succeed', result);
  }

  abort(result: Partial<R>): void {
    this.end('abort', result);
  }

  canceled(result: Partial<R>): void {
    if (!this.cancelRequested)
      throw new Error(`Cannot end goal ${this.id} as canceled: nobody asked to cancel it; use abort`);
    this.end('canceled', result);
  }

  private end(how: End, result: Partial<R>): void {
    this.refuseAfterEnd(words[how][0]);
    this.finish(how, result);
    this.ended = how;
  }

  private refuseAfterEnd(what: string): void {
    if (this.ended) throw new Error(`Cannot ${what} goal ${this.id}: it has ended (${words[this.ended][1]})`);
  }
}
