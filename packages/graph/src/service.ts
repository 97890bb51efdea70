import { fromNanoseconds, type MessageType, type ServiceType } from '@homebound/messages';
import type { Endpoint } from './eventQueue.ts';
import { type Outcome, qos, type ServiceClient } from './node.ts';
import type { Scheduler } from './scheduler.ts';
import type { PublisherInfo, Tap } from './topic.ts';

/** What a node's endpoints need of their node. */
export interface EndpointOwner {
  readonly name: string;
  /** The time in ns, exactly. */
  now_ns(): bigint;
  readonly latency_ns: number;
  readonly scheduler: Scheduler;
  /** The next place in the wiring, for an endpoint that does `run` when an event arrives. */
  endpoint(where: string, run: (payload: unknown) => void, depth?: number): Endpoint;
}

/** One service name: its type and, while there is one, its server. */
export interface ServiceSlot {
  readonly name: string;
  readonly type: ServiceType<unknown, unknown>;
  server: Endpoint | undefined;
  /** Count of requests. */
  calls: number;
  /** Hear of calls as of messages on `<service>/_service_event`. */
  readonly taps: readonly Tap[];
}

interface Call {
  readonly request: unknown;
  /** Brings the answer to the client; the first one counts. */
  answer(outcome: Outcome<unknown>, from: EndpointOwner): void;
}

/** The server's end: hands each request to `handler` with a `respond` that works once. */
export function serveService(
  owner: EndpointOwner,
  slot: ServiceSlot,
  handler: (request: unknown, respond: (response: object) => void) => void,
): Endpoint {
  const { name } = slot;
  return owner.endpoint(`service ${name}`, (payload) => {
    const { request, answer } = payload as Call;
    let responded = false;
    try {
      return handler(request, (response) => {
        if (responded) throw new Error(`${owner.name} responds twice to one request of service ${name}`);
        const value = slot.type.response.canonical(response);
        responded = true;
        answer({ ok: true, value }, owner);
      });
    } catch (error) {
      if (!responded)
        answer({ ok: false, error: { code: 'failed', message: `the server of ${name} failed: ${error}` } }, owner);
      throw error;
    }
  });
}

/** The client's end. */
export function callService(owner: EndpointOwner, slot: ServiceSlot): ServiceClient<unknown, unknown> {
  const { scheduler } = owner;
  const { name } = slot;
  const answers = owner.endpoint(`answer of ${name}`, (payload) => (payload as () => void)());
  // A request looks for its server when it arrives, not when it is sent.
  const requests = owner.endpoint(`client ${name}`, (payload) => {
    const call = payload as Call;
    if (slot.server) scheduler.post(scheduler.now_ns, slot.server, owner.name, call);
    else call.answer({ ok: false, error: { code: 'unavailable', message: `nobody serves ${name}` } }, owner);
  });
  const tell = eventTeller(owner, slot);
  let calls = 0n;
  return {
    call(request, done, timeout_s) {
      if (timeout_s !== undefined && !(timeout_s > 0))
        throw new RangeError(`Cannot call ${name}: timeout_s must be > 0, got ${timeout_s}`);
      const id = ++calls;
      let open = true;
      const end = (outcome: Outcome<unknown>) => () => {
        if (!open) return undefined;
        open = false;
        if (outcome.ok) tell(responseReceived, id, [], [outcome.value]);
        return done(outcome);
      };
      const call: Call = {
        request: slot.type.request.canonical(request as object),
        answer: (outcome, from) => scheduler.post(scheduler.now_ns + from.latency_ns, answers, from.name, end(outcome)),
      };
      slot.calls++;
      tell(requestSent, id, [call.request], []);
      scheduler.post(scheduler.now_ns + owner.latency_ns, requests, owner.name, call);
      if (timeout_s === undefined) return;
      const late = { code: 'timeout', message: `no answer from ${name} within ${timeout_s} s` } as const;
      scheduler.post(
        scheduler.now_ns + Math.round(timeout_s * 1e9),
        answers,
        owner.name,
        end({ ok: false, error: late }),
      );
    },
  };
}

export const requestSent = 0;
const responseReceived = 3;

/** Tells the taps of this client's calls in the form of ROS 2's service introspection. */
function eventTeller(owner: EndpointOwner, slot: ServiceSlot) {
  const info: PublisherInfo = {
    topic: `${slot.name}/_service_event`,
    type: slot.type.event as MessageType<unknown>,
    quality: qos.reliable,
    node: owner.name,
    latency_ns: owner.latency_ns,
  };
  const client_gid = clientId(owner.name);
  return (event_type: number, sequence_number: bigint, request: unknown[], response: unknown[]): void => {
    if (slot.taps.length === 0) return;
    const stamp = fromNanoseconds(owner.now_ns());
    const event = { info: { event_type, stamp, client_gid, sequence_number }, request, response };
    for (const tap of slot.taps) tap(info, event);
  };
}

/** 16 bytes that stand for a node's client of a service: the end of the node's name. */
function clientId(node: string): Uint8Array {
  const id = new Uint8Array(16);
  for (let i = 0; i < 16 && i < node.length; i++) id[i] = node.charCodeAt(node.length - 1 - i) & 0xff;
  return id.reverse();
}
