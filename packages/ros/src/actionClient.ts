import type { ActionClient, CallError, ClientGoal, GoalStatus, Outcome } from '@homebound/graph';
import type { ActionType } from '@homebound/messages';
import type { Faults } from './faults.ts';
import { actionClass, type InterfaceParts } from './interfaceClasses.ts';
import type { RclActionClient, RclClientGoal, RclNode } from './rcl.ts';
import { DISCOVERY_s, watchServer } from './serverWatch.ts';

type Done<R> = (outcome: Outcome<{ status: GoalStatus; result: R }>) => void;

/** The client's side of an action: `done` comes exactly once, also when the server dies. */
export class RosActionClient<G, R, F> implements ActionClient<G, R, F> {
  private readonly client: RclActionClient;
  private readonly type: ActionType<G, R, F>;
  private readonly name: string;
  private readonly faults: Faults;
  private readonly pending = new Set<PendingGoal<R>>();

  constructor(parts: InterfaceParts, node: RclNode, type: ActionType<G, R, F>, name: string, faults: Faults) {
    const ofType = actionClass(parts, type, 'client', (text) => node.getLogger().warn(text));
    this.client = new parts.rcl.ActionClient(node, ofType, name);
    this.type = type;
    this.name = name;
    this.faults = faults;
  }

  send(goal: Partial<G>, done: Done<R>, feedback?: (feedback: F) => void): ClientGoal {
    const message = this.type.goal.canonical(goal);
    const ears: Ears<F> = {};
    if (feedback) ears.hear = this.faults.guard(`answer of ${this.name}`, feedback);
    const pending: PendingGoal<R> = new PendingGoal(this.faults.guard(`answer of ${this.name}`, done), () => {
      this.pending.delete(pending);
      delete ears.hear;
    });
    this.pending.add(pending);
    this.follow(pending, message, listener(ears)).catch((error: unknown) =>
      pending.fail('failed', error instanceof Error ? error.message : String(error)),
    );
    return { cancel: () => pending.cancel() };
  }

  /** Sends the goal and sees it through to its end. */
  private async follow(pending: PendingGoal<R>, goal: unknown, onFeedback: (feedback: unknown) => void): Promise<void> {
    if (!(await this.client.waitForServer(DISCOVERY_s * 1000)))
      return pending.fail('unavailable', `No server of ${this.name} within ${DISCOVERY_s} s`);
    if (pending.ended) return;
    pending.atEnd = watchServer(
      () => this.client.isActionServerAvailable(),
      () => pending.fail('unavailable', `The server of ${this.name} has gone`),
    );
    const handle = await this.client.sendGoal(goal, onFeedback);
    if (!handle.isAccepted()) return pending.fail('rejected', `The server of ${this.name} refused the goal`);
    pending.accepted(handle);
    const result = await handle.getResult();
    const status: GoalStatus = handle.isSucceeded() ? 'succeeded' : handle.isCanceled() ? 'canceled' : 'aborted';
    pending.end({ ok: true, value: { status, result: result as R } });
  }

  /** The node goes: what is under way is asked to stop, and nobody is told any more. */
  close(): void {
    for (const pending of this.pending) {
      pending.cancel();
      pending.drop();
    }
    this.client.destroy();
  }
}

interface Ears<F> {
  hear?: (feedback: F) => void;
}

/** rclnodejs keeps the listener of every goal for ever: this one holds nothing but its ears, which are cut off at the end. */
function listener<F>(ears: Ears<F>): (feedback: unknown) => void {
  return (feedback) => ears.hear?.(feedback as F);
}

class PendingGoal<R> {
  ended = false;
  atEnd: () => void = () => {};
  private readonly done: Done<R>;
  private readonly onDrop: () => void;
  private handle: RclClientGoal | undefined;
  private cancelWanted = false;

  constructor(done: Done<R>, onDrop: () => void) {
    this.done = done;
    this.onDrop = onDrop;
  }

  end(outcome: Outcome<{ status: GoalStatus; result: R }>): void {
    if (this.ended) return;
    this.drop();
    this.done(outcome);
  }

  fail(code: CallError['code'], message: string): void {
    this.end({ ok: false, error: { code, message } });
  }

  drop(): void {
    this.ended = true;
    this.atEnd();
    this.onDrop();
  }

  accepted(handle: RclClientGoal): void {
    this.handle = handle;
    if (this.cancelWanted) this.cancel();
  }

  /** Before the goal is accepted there is nothing to cancel yet: it is remembered. */
  cancel(): void {
    this.cancelWanted = true;
    if (!this.ended) this.handle?.cancelGoal().catch(() => {}); // a server that is gone is noticed by the watch
  }
}
