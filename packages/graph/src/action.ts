import type { ActionType } from '@homebound/messages';
import type { Endpoint } from './eventQueue.ts';
import type { ActionClient, ActionHandlers, GoalHandle, GoalStatus, Outcome } from './node.ts';
import type { EndpointOwner } from './service.ts';

/** One action name: its type and, while there is one, its server. */
export interface ActionSlot {
  readonly name: string;
  readonly type: ActionType<unknown, unknown, unknown>;
  server: Endpoint | undefined;
  /** Count of goals. */
  goals: number;
}

type End = Outcome<{ status: GoalStatus; result: unknown }>;

/** A goal on its way: what the client sent and how the server's words come back. */
interface Goal {
  readonly id: string;
  readonly goal: unknown;
  handle: Handle | undefined;
  end(outcome: End, from: EndpointOwner): void;
  feedback(feedback: unknown, from: EndpointOwner): void;
}

type Request = { readonly kind: 'send' | 'cancel'; readonly goal: Goal };

/** The server's side of one goal. */
class Handle implements GoalHandle<unknown, unknown, unknown> {
  readonly id: string;
  readonly goal: unknown;
  cancelRequested = false;
  private ended: GoalStatus | undefined;
  private readonly owner: EndpointOwner;
  private readonly type: ActionType<unknown, unknown, unknown>;
  private readonly sent: Goal;

  constructor(owner: EndpointOwner, type: ActionType<unknown, unknown, unknown>, sent: Goal) {
    this.owner = owner;
    this.type = type;
    this.sent = sent;
    this.id = sent.id;
    this.goal = sent.goal;
  }

  get active(): boolean {
    return this.ended === undefined;
  }

  feedback(feedback: object): void {
    this.refuseAfterEnd('give feedback on');
    if (this.cancelRequested) return; // a real graph sends none while a goal is being cancelled
    this.sent.feedback(this.type.feedback.canonical(feedback), this.owner);
  }
  succeed(result: object): void {
    this.end('succeed', 'succeeded', result);
  }
  abort(result: object): void {
    this.end('abort', 'aborted', result);
  }
  canceled(result: object): void {
    if (!this.cancelRequested)
      throw new Error(`Cannot end goal ${this.id} as canceled: nobody asked to cancel it; use abort`);
    this.end('cancel', 'canceled', result);
  }

  private end(what: string, status: GoalStatus, result: object): void {
    this.refuseAfterEnd(what);
    const value = { status, result: this.type.result.canonical(result) };
    this.ended = status;
    this.sent.end({ ok: true, value }, this.owner);
  }

  private refuseAfterEnd(what: string): void {
    if (this.ended) throw new Error(`Cannot ${what} goal ${this.id}: it has ended (${this.ended})`);
  }
}

/** The server's end. */
export function serveAction(
  owner: EndpointOwner,
  slot: ActionSlot,
  handlers: ActionHandlers<unknown, unknown, unknown>,
): Endpoint {
  const { name } = slot;
  const begin = (goal: Goal): void => {
    const verdict = handlers.accept?.(goal.goal) ?? true;
    if (verdict !== true) {
      goal.end({ ok: false, error: { code: 'rejected', message: verdict } }, owner);
      return;
    }
    const handle = new Handle(owner, slot.type, goal);
    goal.handle = handle;
    try {
      handlers.execute(handle);
    } catch (error) {
      if (handle.active) handle.abort({});
      throw error;
    }
  };
  return owner.endpoint(`action ${name}`, (payload) => {
    const { kind, goal } = payload as Request;
    if (kind === 'cancel') {
      const { handle } = goal;
      if (!handle?.active || handle.cancelRequested) return;
      handle.cancelRequested = true;
      handlers.cancel?.(handle);
      return;
    }
    try {
      begin(goal);
    } catch (error) {
      if (!goal.handle) goal.end({ ok: false, error: { code: 'failed', message: `${name} failed: ${error}` } }, owner);
      throw error;
    }
  });
}

/** The client's end. */
export function callAction(owner: EndpointOwner, slot: ActionSlot): ActionClient<unknown, unknown, unknown> {
  const { name } = slot;
  const { scheduler } = owner;
  const answers = owner.endpoint(`answer of ${name}`, (payload) => (payload as () => void)());
  const requests = owner.endpoint(`client ${name}`, (payload) => {
    const request = payload as Request;
    if (slot.server) scheduler.post(scheduler.now_ns, slot.server, owner.name, request);
    else if (request.kind === 'send')
      request.goal.end({ ok: false, error: { code: 'unavailable', message: `nobody serves ${name}` } }, owner);
  });
  const post = (from: EndpointOwner, answer: () => void): void =>
    scheduler.post(scheduler.now_ns + from.latency_ns, answers, from.name, answer);
  let sent = 0;
  return {
    send(goal, done, feedback) {
      const request: Goal = {
        id: `${owner.name}/${name}/${++sent}`,
        goal: slot.type.goal.canonical(goal as object),
        handle: undefined,
        end: (outcome, from) => post(from, () => done(outcome)),
        feedback: (value, from) => feedback && post(from, () => feedback(value)),
      };
      slot.goals++;
      scheduler.post(scheduler.now_ns + owner.latency_ns, requests, owner.name, { kind: 'send', goal: request });
      return {
        cancel: () =>
          scheduler.post(scheduler.now_ns + owner.latency_ns, requests, owner.name, { kind: 'cancel', goal: request }),
      };
    },
  };
}
