import { findMessageType } from '@homebound/messages';
import type { InterfaceParts } from './interfaceClasses.ts';
import type { Rcl, RclNode, RclParameter } from './rcl.ts';
import type { Structs } from './structs.ts';
import { WireTypes } from './wireTypes.ts';

/** Structs without C. `open`: those that are not freed yet. */
export const fakeStructs = (): Structs & { readonly open: Set<Buffer> } => {
  const open = new Set<Buffer>();
  return {
    open,
    create(_type, size) {
      const struct = Buffer.alloc(size);
      open.add(struct);
      return struct;
    },
    destroy: (_type, struct) => void open.delete(struct),
  };
};

/**
 * rclnodejs as far as the tests of this room need it: nodes, topics in one process, parameters and transitions. It behaves
 * as was measured on the real one: a throw in a callback is the end (`aborted`), a subscription gets a Buffer from a pool.
 */
export class FakeRcl {
  readonly nodes = new Map<string, FakeNode>();
  readonly published: { topic: string; bytes: Buffer }[] = [];
  /** What `--ros-args -p` gave, for all nodes. */
  commandLine: Readonly<Record<string, RclParameter>> = {};
  /** Who else publishes `/clock`. */
  clockPublishers: { node_name: string; node_namespace: string }[] = [];
  aborted: unknown;
  /** What ROS's own reading and writing of structs throws, for a test of that. */
  failing: Error | undefined;
  private readonly structs = new Map<Buffer, Uint8Array>();
  isDown = false;

  readonly rcl = {
    init: async () => {},
    shutdown: () => {
      this.isDown = true;
    },
    isShutdown: () => this.isDown,
    removeSignalHandlers: () => {},
    createLifecycleNode: (name: string) => {
      const node = new FakeNode(name, this);
      this.nodes.set(name, node);
      return node as unknown as RclNode;
    },
    QoS: Object.assign(
      class {
        readonly values: readonly number[];
        constructor(...values: number[]) {
          this.values = values;
        }
      },
      {
        HistoryPolicy: { RMW_QOS_POLICY_HISTORY_KEEP_LAST: 1 },
        ReliabilityPolicy: { RMW_QOS_POLICY_RELIABILITY_RELIABLE: 1, RMW_QOS_POLICY_RELIABILITY_BEST_EFFORT: 2 },
        DurabilityPolicy: { RMW_QOS_POLICY_DURABILITY_TRANSIENT_LOCAL: 1, RMW_QOS_POLICY_DURABILITY_VOLATILE: 2 },
      },
    ),
    Parameter: class {
      readonly name: string;
      readonly type: number;
      readonly value: unknown;
      constructor(name: string, type: number, value: unknown) {
        this.name = name;
        this.type = type;
        this.value = type === 2 ? BigInt(value as number) : value;
      }
    },
    ParameterDescriptor: class {
      additionalConstraints = '';
    },
    ParameterType: { PARAMETER_BOOL: 1, PARAMETER_INTEGER: 2, PARAMETER_DOUBLE: 3, PARAMETER_STRING: 4 },
    Time: {
      fromMsg: ({ sec, nanosec }: { sec: number; nanosec: number }) => ({
        nanoseconds: BigInt(sec) * 1_000_000_000n + BigInt(nanosec),
      }),
    },
    lifecycle: { CallbackReturnCode: { SUCCESS: 97, FAILURE: 98 } },
    serializeMessage: (message: { serialize(): Buffer }) => Buffer.from(this.bytesIn(message.serialize())),
    deserializeMessage: (bytes: Buffer, Type: new () => { toRawROS(): Buffer }) => {
      if (this.failing) throw this.failing;
      const message = new Type();
      this.fillStruct(message.toRawROS(), Uint8Array.from(bytes));
      return message;
    },
    require: (name: string) => fakeInterface(name),
  } as unknown as Rcl;

  /** What a struct holds, as bytes: the real ones hold C. */
  bytesIn(struct: Buffer): Uint8Array {
    return this.structs.get(struct)!;
  }
  fillStruct(struct: Buffer, bytes: Uint8Array): void {
    this.structs.set(struct, bytes);
  }

  /** With the definitions that we know as the installed ones. */
  readonly parts: InterfaceParts = {
    rcl: this.rcl,
    structs: fakeStructs(),
    wire: new WireTypes((name) => findMessageType(name)?.definition),
  };

  /** Hands bytes to all subscriptions of a topic, out of a pool, as rclnodejs does. */
  deliver(topic: string, bytes: Uint8Array): void {
    const pool = Buffer.alloc(bytes.length + 16, 0xff);
    pool.set(bytes, 8);
    for (const node of this.nodes.values())
      for (const subscription of [...node.subscriptions])
        if (subscription.topic === topic) this.call(() => subscription.callback(pool.subarray(8, 8 + bytes.length)));
  }

  call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.aborted = error;
    }
  }
}

interface FakeSubscription {
  readonly topic: string;
  readonly callback: (bytes: Uint8Array) => void;
}

export class FakeNode {
  readonly name: string;
  readonly publishers = new Set<object>();
  readonly subscriptions = new Set<FakeSubscription>();
  readonly services = new Set<object>();
  readonly parameters = new Map<string, RclParameter>();
  readonly logged: string[] = [];
  readonly clock = { now: () => ({ nanoseconds: 5_000_000_000n }), rosTimeOverride: undefined, isRosTimeActive: false };
  state: 'unconfigured' | 'inactive' | 'active' = 'unconfigured';
  private readonly fake: FakeRcl;
  private preSet: (parameters: RclParameter[]) => RclParameter[] = (parameters) => parameters;
  private onSet: (parameters: RclParameter[]) => { successful: boolean; reason: string } = () => ({
    successful: true,
    reason: '',
  });
  private transitions: Record<string, () => number> = {};

  constructor(name: string, fake: FakeRcl) {
    this.name = name;
    this.fake = fake;
    const simTime = fake.commandLine.use_sim_time ?? { name: 'use_sim_time', type: 1, value: false };
    this.parameters.set('use_sim_time', simTime);
  }

  getFullyQualifiedName(): string {
    return `/${this.name}`;
  }
  createPublisher(_type: string, topic: string): object {
    const publisher = { publish: (bytes: Buffer) => this.fake.published.push({ topic, bytes: Buffer.from(bytes) }) };
    this.publishers.add(publisher);
    return publisher;
  }
  createSubscription(_t: string, topic: string, _o: unknown, callback: FakeSubscription['callback']): object {
    const subscription = { topic, callback };
    this.subscriptions.add(subscription);
    return subscription;
  }
  createService(_type: string, name: string, handler: unknown): object {
    const service = { name, handler };
    this.services.add(service);
    return service;
  }
  destroy(): void {
    this.fake.nodes.delete(this.name);
  }
  createGuardCondition(): object {
    return { trigger: () => {} };
  }
  countPublishers(): number {
    return 0;
  }
  getPublishersInfoByTopic(topic: string): object[] {
    return topic === '/clock' ? this.fake.clockPublishers : [];
  }
  execute(): void {}
  syncHandles(): void {}
  stop(): void {}
  destroyPublisher(publisher: object): void {
    this.publishers.delete(publisher);
  }
  destroySubscription(subscription: FakeSubscription): void {
    this.subscriptions.delete(subscription);
  }
  destroyService(service: object): void {
    this.services.delete(service);
  }

  addPreSetParametersCallback(callback: FakeNode['preSet']): void {
    this.preSet = callback;
  }
  addOnSetParametersCallback(callback: FakeNode['onSet']): void {
    this.onSet = callback;
  }
  declareParameter(parameter: RclParameter, _descriptor: object, ignoreOverride: boolean): void {
    const reason = this.set((!ignoreOverride && this.fake.commandLine[parameter.name]) || parameter);
    if (reason) throw new Error(reason);
  }
  getParameter(name: string): RclParameter | undefined {
    return this.parameters.get(name);
  }
  /** As `ros2 param set` does; returns why not. */
  set(parameter: RclParameter): string {
    const [wanted] = this.preSet([parameter]);
    const declared = this.parameters.get(parameter.name);
    if (declared && declared.type !== wanted!.type) return `${parameter.name} does not readonly`; // as the real one has it
    const { successful, reason } = this.onSet([wanted!]);
    if (successful) this.parameters.set(parameter.name, wanted!);
    return reason;
  }

  getClock(): object {
    return this.clock;
  }
  getLogger(): object {
    const say = (text: string): void => void this.logged.push(text);
    return { debug: say, info: say, warn: say, error: say };
  }
  spin(): void {}
  registerOnActivate(callback: () => number): void {
    this.transitions.activate = callback;
  }
  registerOnDeactivate(callback: () => number): void {
    this.transitions.deactivate = callback;
  }
  registerOnShutdown(callback: () => number): void {
    this.transitions.shutdown = callback;
  }
  configure(): void {
    this.state = 'inactive';
  }
  activate(): void {
    this.state = this.transitions.activate!() === 97 ? 'active' : 'inactive';
  }
  deactivate(): void {
    this.transitions.deactivate!();
    this.state = 'inactive';
  }
}

/** rclnodejs' class of a service or an action: names and sizes only. */
function fakeInterface(name: string): object {
  const [pkgName = '', subFolder = '', interfaceName = ''] = name.split('/');
  const part = (suffix: string): object =>
    Object.assign(class {}, {
      type: () => ({ pkgName, subFolder, interfaceName: `${interfaceName}_${suffix}` }),
      refObjectType: { size: 64 },
    });
  const service = (suffix: string): object => ({
    Request: part(`${suffix}_Request`),
    Response: part(`${suffix}_Response`),
  });
  return {
    type: () => ({ pkgName, subFolder, interfaceName }),
    Request: part('Request'),
    Response: part('Response'),
    Result: part('Result'),
    impl: {
      SendGoalService: service('SendGoal'),
      GetResultService: service('GetResult'),
      FeedbackMessage: part('FeedbackMessage'),
    },
  };
}
