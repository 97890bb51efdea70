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
import { type InterfaceParts, serviceClass, topicClass } from './interfaceClasses.ts';
import { MatchWatch } from './matchWatch.ts';
import { rosQos } from './qos.ts';
import type { RclNode } from './rcl.ts';
import { callService } from './serviceClient.ts';
import type { GraphTime } from './time.ts';

/** What a running node is handed. Everything made through it is taken down by `close`, when the node is deactivated. */
export class RosNode<P extends ParameterSchema> implements Node<P> {
  readonly name: string;
  readonly parameters: ParameterValues<P>;
  private readonly parts: InterfaceParts;
  private readonly node: RclNode;
  private readonly time: GraphTime;
  private readonly faults: Faults;
  private readonly warn = (text: string): void => this.node.getLogger().warn(text);
  private readonly watch: MatchWatch;
  private readonly closers: (() => void)[] = [];

  constructor(
    name: string,
    parameters: ParameterValues<P>,
    parts: InterfaceParts & { node: RclNode; time: GraphTime; faults: Faults },
  ) {
    this.name = name;
    this.parameters = parameters;
    this.parts = parts;
    this.node = parts.node;
    this.time = parts.time;
    this.faults = parts.faults;
    this.watch = new MatchWatch(parts.rcl, parts.node);
    this.closers.push(() => this.watch.close());
  }

  now_s(): number {
    return this.time.now_s();
  }

  /**
   * Messages are sent and received as CDR bytes by our own codec. rclnodejs' conversion costs 0.1 ms for each nested
   * message, and sends wrong numbers from a view of a larger buffer.
   */
  publisher<T>(type: MessageType<T>, topic: string, quality: Qos = qos.reliable): Publisher<T> {
    const wire = this.parts.wire.told(type, this.warn);
    const publisher = this.node.createPublisher(topicClass(type.name), topic, { qos: rosQos(this.parts.rcl, quality) });
    let open = true;
    this.closers.push(() => {
      open = false;
      this.node.destroyPublisher(publisher);
    });
    return {
      publish: (message) => {
        if (!open) return;
        const bytes = wire.encode(wire.canonical(message));
        publisher.publish(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      },
    };
  }

  subscribe<T>(type: MessageType<T>, topic: string, quality: Qos, callback: (message: T) => void): Subscription {
    const wire = this.parts.wire.whole(type);
    const receive = this.faults.guard(`subscription ${topic}`, (bytes: Uint8Array) => callback(wire.decode(bytes)));
    const options = { qos: rosQos(this.parts.rcl, quality), isRaw: true } as const;
    const unwatch = this.watch.add(topic, type.name, quality);
    let open = true;
    const subscription = this.node.createSubscription(topicClass(type.name), topic, options, (bytes) => {
      if (open) receive(bytes);
    });
    const close = (): void => {
      if (!open) return;
      open = false;
      unwatch();
      this.node.destroySubscription(subscription);
    };
    this.closers.push(close);
    return { close };
  }

  timer(period_s: number, callback: () => void): Timer {
    if (!(period_s > 0))
      throw new RangeError(`Cannot make a timer in ${this.name}: period_s must be > 0, got ${period_s}`);
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
    const ofType = serviceClass(this.parts, type, 'server', this.warn);
    const service = this.node.createService(ofType, name, (request, response) => {
      let answered = false;
      const respond = (answer: Partial<Res>): void => {
        if (answered) throw new Error(`Service ${name} must answer a call once, not twice`);
        response.send(type.response.canonical(answer) as object);
        answered = true;
      };
      this.faults.run(where, () => handler(request as Req, respond), undefined);
    });
    this.closers.push(() => this.node.destroyService(service));
  }

  client<Req, Res>(type: ServiceType<Req, Res>, name: string): ServiceClient<Req, Res> {
    const client = this.node.createClient(serviceClass(this.parts, type, 'client', this.warn), name);
    let open = true;
    this.closers.push(() => {
      open = false;
      this.node.destroyClient(client);
    });
    return {
      call: (request, done, timeout_s) => {
        if (timeout_s !== undefined && !(timeout_s > 0))
          throw new RangeError(`Cannot call ${name}: timeout_s must be > 0, got ${timeout_s}`);
        const message = type.request.canonical(request);
        const answer = this.faults.guard(`answer of ${name}`, done);
        void callService<Req, Res>(client, name, message, timeout_s).then((outcome) => {
          if (open) answer(outcome);
        });
      },
    };
  }

  actionServer<G, R, F>(type: ActionType<G, R, F>, name: string, handlers: ActionHandlers<G, R, F>): void {
    const server = new RosActionServer(this.parts, this.node, type, name, handlers, this.faults);
    this.closers.push(() => server.close());
  }

  actionClient<G, R, F>(type: ActionType<G, R, F>, name: string): ActionClient<G, R, F> {
    const client = new RosActionClient(this.parts, this.node, type, name, this.faults);
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
