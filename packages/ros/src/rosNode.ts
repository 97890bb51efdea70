import type {
  ActionClient,
  ActionHandlers,
  LogLevel,
  Node,
  ParameterSchema,
  ParameterValues,
  Publisher,
  Qos,
  ServiceClient,
  Subscription,
  Timer,
} from '@homebound/graph';
import { qos } from '@homebound/graph';
import type { ActionType, MessageType, ServiceType } from '@homebound/messages';
import { RosActionClient } from './actionClient.ts';
import { RosActionServer } from './actionServer.ts';
import type { Faults } from './faults.ts';
import { ownBuffers } from './plain.ts';
import { rosQos } from './qos.ts';
import type { Rcl, RclNode } from './rcl.ts';
import { callService } from './serviceClient.ts';
import type { GraphTime } from './time.ts';

/** What a running node is handed. Everything made through it is taken down by `close`, when the node is deactivated. */
export class RosNode<P extends ParameterSchema> implements Node<P> {
  readonly name: string;
  readonly parameters: ParameterValues<P>;
  private readonly rcl: Rcl;
  private readonly node: RclNode;
  private readonly time: GraphTime;
  private readonly faults: Faults;
  private readonly closers: (() => void)[] = [];

  constructor(
    name: string,
    parameters: ParameterValues<P>,
    parts: { rcl: Rcl; node: RclNode; time: GraphTime; faults: Faults },
  ) {
    this.name = name;
    this.parameters = parameters;
    this.rcl = parts.rcl;
    this.node = parts.node;
    this.time = parts.time;
    this.faults = parts.faults;
  }

  now_s(): number {
    return this.time.now_s();
  }

  /**
   * Messages are sent and received as CDR bytes by our own codec. rclnodejs' conversion costs 0.1 ms for each nested
   * message, and sends wrong numbers from a view of a larger buffer.
   */
  publisher<T>(type: MessageType<T>, topic: string, quality: Qos = qos.reliable): Publisher<T> {
    const publisher = this.node.createPublisher(type.name, topic, { qos: rosQos(this.rcl, quality) });
    let open = true;
    this.closers.push(() => {
      open = false;
      this.node.destroyPublisher(publisher);
    });
    return {
      publish: (message) => {
        if (!open) return;
        const bytes = type.encode(type.canonical(message));
        publisher.publish(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      },
    };
  }

  subscribe<T>(type: MessageType<T>, topic: string, quality: Qos, callback: (message: T) => void): Subscription {
    const receive = this.faults.guard(`subscription ${topic}`, (bytes: Uint8Array) => callback(type.decode(bytes)));
    const options = { qos: rosQos(this.rcl, quality), isRaw: true } as const;
    let open = true;
    const subscription = this.node.createSubscription(type.name, topic, options, (bytes) => {
      if (open) receive(bytes);
    });
    const close = (): void => {
      if (!open) return;
      open = false;
      this.node.destroySubscription(subscription);
    };
    this.closers.push(close);
    return { close };
  }

  timer(period_s: number, callback: () => void): Timer {
    if (!(period_s > 0)) throw new RangeError(`Cannot make a timer: period must be > 0 s, got ${period_s}`);
    const timer = this.time.every(period_s, this.faults.guard(`timer ${period_s} s`, callback));
    this.closers.push(() => timer.cancel());
    return timer;
  }

  service<Req, Res>(
    type: ServiceType<Req, Res>,
    name: string,
    handler: (request: Req, respond: (response: Partial<Res>) => void) => void,
  ): void {
    const where = `service ${name}`;
    const service = this.node.createService(type.name, name, (request, response) => {
      let answered = false;
      const respond = (answer: Partial<Res>): void => {
        if (answered) throw new Error(`Service ${name} must answer a call once, not twice`);
        response.send(ownBuffers(type.response.canonical(answer)));
        answered = true;
      };
      this.faults.run(where, () => handler(type.request.canonical(request as Partial<Req>), respond), undefined);
    });
    this.closers.push(() => this.node.destroyService(service));
  }

  client<Req, Res>(type: ServiceType<Req, Res>, name: string): ServiceClient<Req, Res> {
    const client = this.node.createClient(type.name, name);
    let open = true;
    this.closers.push(() => {
      open = false;
      this.node.destroyClient(client);
    });
    return {
      call: (request, done, timeout_s) => {
        if (timeout_s !== undefined && !(timeout_s > 0))
          throw new RangeError(`Cannot call ${name}: timeout_s must be > 0, got ${timeout_s}`);
        const answer = this.faults.guard(`answer of ${name}`, done);
        void callService(client, type, name, request, timeout_s).then((outcome) => {
          if (open) answer(outcome);
        });
      },
    };
  }

  actionServer<G, R, F>(type: ActionType<G, R, F>, name: string, handlers: ActionHandlers<G, R, F>): void {
    const server = new RosActionServer(this.rcl, this.node, type, name, handlers, this.faults);
    this.closers.push(() => server.close());
  }

  actionClient<G, R, F>(type: ActionType<G, R, F>, name: string): ActionClient<G, R, F> {
    const client = new RosActionClient(this.rcl, this.node, type, name, this.faults);
    this.closers.push(() => client.close());
    return client;
  }

  log(level: LogLevel, text: string): void {
    this.node.getLogger()[level](text);
  }

  close(): void {
    for (const close of this.closers.reverse()) this.faults.run('close', close, undefined);
    this.closers.length = 0;
  }
}
