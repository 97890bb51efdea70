import type { ActionType, MessageType, ServiceType } from '@homebound/messages';
import type { ParameterSchema, ParameterValues } from './parameters.ts';
import type { TimeControl } from './timeControl.ts';

/**
 * The node interface. A node is written once against this file and runs on LocalGraph (one process, virtual or wall
 * clock) and on RosGraph (a real ROS 2 graph). It is callback-style throughout: a promise would let the engine, not the
 * graph, choose the order of events, and a real graph aborts the process when a callback throws or returns one.
 */

/** Quality of service, with ROS 2's meaning. `transientLocal` is a latched topic: late subscribers get the last `depth`. */
export interface Qos {
  readonly depth: number;
  readonly reliability: 'reliable' | 'bestEffort';
  readonly durability: 'volatile' | 'transientLocal';
}

/** The named profiles. Sensors publish reliable and are read best effort (REP-2003), so that any subscriber matches. */
export const qos = {
  sensorOut: { depth: 10, reliability: 'reliable', durability: 'volatile' },
  sensorIn: { depth: 10, reliability: 'bestEffort', durability: 'volatile' },
  reliable: { depth: 10, reliability: 'reliable', durability: 'volatile' },
  latched: { depth: 1, reliability: 'reliable', durability: 'transientLocal' },
  tf: { depth: 100, reliability: 'reliable', durability: 'volatile' },
} as const satisfies Record<string, Qos>;

export interface Publisher<T> {
  /** Sends a message; fields left out take their default. The message and its arrays belong to the graph from now on. */
  publish(message: Partial<T>): void;
}

export interface Subscription {
  close(): void;
}

export interface Timer {
  cancel(): void;
}

/** Why a call or a goal came back without an answer. */
export interface CallError {
  readonly code: 'unavailable' | 'timeout' | 'rejected' | 'failed';
  readonly message: string;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: CallError };

export interface ServiceClient<Req, Res> {
  /**
   * Sends a request; `done` is told once, later. With nobody serving, LocalGraph says `unavailable` at once, a real graph
   * only after the timeout; a server that throws is `failed` on LocalGraph and silence on a real one. So a call that
   * matters gives a timeout, s; without one the answer may never come.
   */
  call(request: Partial<Req>, done: (outcome: Outcome<Res>) => void, timeout_s?: number): void;
}

/** The server's side of one goal. Exactly one of succeed, abort and canceled ends it; later calls are refused with an error. */
export interface GoalHandle<Goal, Result, Feedback> {
  readonly id: string;
  readonly goal: Goal;
  /** True from the moment a cancel request was accepted. */
  readonly cancelRequested: boolean;
  /** Tells how the work goes; after a cancel request it is dropped. On a real graph the end may overtake the last one. */
  feedback(feedback: Partial<Feedback>): void;
  succeed(result: Partial<Result>): void;
  /** The goal failed, or the server gave it up for another. */
  abort(result: Partial<Result>): void;
  /** Answers a cancel request; without one it is refused with an error. */
  canceled(result: Partial<Result>): void;
}

export interface ActionHandlers<Goal, Result, Feedback> {
  /** Whether the goal is taken. A text is a refusal with that reason, for people: a real graph logs it and carries one bit. */
  accept?(goal: Goal): true | string;
  /** Begins work on an accepted goal; ends it later through the handle. A throw ends it as aborted. */
  execute(handle: GoalHandle<Goal, Result, Feedback>): void;
  /** Told once when the client cancels. The server should soon end the goal with `canceled`. */
  cancel?(handle: GoalHandle<Goal, Result, Feedback>): void;
}

export type GoalStatus = 'succeeded' | 'aborted' | 'canceled';

export interface ClientGoal {
  /** Asks the server to cancel; the end comes through `done` as for any goal. Harmless after the end. */
  cancel(): void;
}

export interface ActionClient<Goal, Result, Feedback> {
  /** Sends a goal; `done` is told once how it ended. `unavailable` may come after it was taken too: the server died. */
  send(
    goal: Partial<Goal>,
    done: (outcome: Outcome<{ status: GoalStatus; result: Result }>) => void,
    feedback?: (feedback: Feedback) => void,
  ): ClientGoal;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a node is handed: its only way to the world. Topic names are relative (`scan`, not `/scan`). */
export interface Node<P extends ParameterSchema = ParameterSchema> {
  readonly name: string;
  /** Parameters as they were at start; read once, then plain values. */
  readonly parameters: ParameterValues<P>;
  /** The graph's time in s: virtual on LocalGraph, ROS time (also simulated) on RosGraph. */
  now_s(): number;
  publisher<T>(type: MessageType<T>, topic: string, quality?: Qos): Publisher<T>;
  subscribe<T>(type: MessageType<T>, topic: string, quality: Qos, callback: (message: T) => void): Subscription;
  /** Calls back every `period_s` of the graph's time, first after one period. */
  timer(period_s: number, callback: () => void): Timer;
  /** `respond` must be called exactly once, at once or later. */
  service<Req, Res>(
    type: ServiceType<Req, Res>,
    name: string,
    handler: (request: Req, respond: (response: Partial<Res>) => void) => void,
  ): void;
  client<Req, Res>(type: ServiceType<Req, Res>, name: string): ServiceClient<Req, Res>;
  actionServer<G, R, F>(type: ActionType<G, R, F>, name: string, handlers: ActionHandlers<G, R, F>): void;
  actionClient<G, R, F>(type: ActionType<G, R, F>, name: string): ActionClient<G, R, F>;
  log(level: LogLevel, text: string): void;
}

/**
 * What a node is: a name, its parameters, and a start function. `start` is ROS 2's configure and activate in one; the
 * function it may return is called once at shutdown (deactivate, cleanup).
 */
export interface NodeDefinition<P extends ParameterSchema = ParameterSchema> {
  readonly name: string;
  readonly parameters: P;
  /**
   * Simulated time from a callback's start to its outputs' delivery, s, so that a deterministic run has a real robot's
   * delays. RosGraph ignores it: there the delay is real.
   */
  readonly latency_s: number;
  /** It goes on when time begins anew, while all others start anew: it is what set time back. Default false. */
  readonly outlivesTime?: boolean;
  start(node: Node<P>): (() => void) | undefined;
}

/** A fault in a node's callback: caught, counted and reported; the graph lives on. */
export interface NodeFault {
  readonly node: string;
  /** e.g. `subscription scan`, `timer 0.05 s`, `start`. */
  readonly where: string;
  readonly error: unknown;
  readonly count: number;
}

/** A graph: nodes are added, then it runs until shut down. */
export interface Graph {
  add<P extends ParameterSchema>(definition: NodeDefinition<P>, overrides?: Partial<ParameterValues<P>>): void;
  now_s(): number;
  /** Of a graph whose time is made by this process, once it has a node. */
  readonly timeControl?: TimeControl | undefined;
  shutdown(): void;
}
