/**
 * The port: the part of rclnodejs 2.2 that this room uses, so that it compiles and is tested where no ROS 2 is. The
 * package's own types need message types that are generated from an installed ROS 2.
 */
export interface Rcl {
  init(context?: undefined, argv?: string[]): Promise<void>;
  shutdown(): void;
  isShutdown(): boolean;
  /** Drops rclnodejs' own SIGINT handler, which would close the graph before the nodes could stop their motors. */
  removeSignalHandlers(): void;
  createLifecycleNode(name: string, namespace: string, context: undefined, options: RclNodeOptions): RclNode;
  /** rclnodejs' class of a service or action type, e.g. `std_srvs/srv/Trigger`; makes its JavaScript when it has to. */
  require(type: string): unknown;
  /** The CDR bytes of the struct that `message.serialize()` gives, written by ROS itself. */
  serializeMessage(message: object, type: RclStructClass): Buffer;
  /** Makes a `type` and fills the struct that its `toRawROS()` gives from CDR bytes. */
  deserializeMessage(bytes: Buffer, type: RclStructClass): object;
  readonly QoS: RclQosClass;
  readonly Parameter: new (name: string, type: number, value: unknown) => RclParameter;
  readonly ParameterDescriptor: new (name: string, type: number, description: string) => RclDescriptor;
  readonly ParameterType: { readonly [name: `PARAMETER_${string}`]: number };
  readonly Time: { fromMsg(time: { sec: number; nanosec: number }): RclTime };
  readonly ActionServer: new (
    node: RclNode,
    type: RclActionClass,
    name: string,
    execute: (goal: RclServerGoal) => Promise<unknown>,
    accept: (goal: unknown) => unknown,
    accepted: undefined,
    cancel: (goal: RclServerGoal) => unknown,
    options: { resultTimeout: number },
  ) => { destroy(): void };
  readonly ActionClient: new (node: RclNode, type: RclActionClass, name: string) => RclActionClient;
  readonly GoalResponse: { readonly ACCEPT: unknown; readonly REJECT: unknown };
  readonly CancelResponse: { readonly ACCEPT: unknown };
  readonly lifecycle: { readonly CallbackReturnCode: { readonly SUCCESS: number; readonly FAILURE: number } };
}

/** Names a type: `{ 'nav_msgs', 'msg', 'Path' }`. */
export interface RclTypeName {
  readonly pkgName: string;
  readonly subFolder: string;
  readonly interfaceName: string;
}

/** All that rclnodejs needs of a topic's type when messages come and go as bytes. */
export interface RclTopicClass {
  type(): RclTypeName;
}

/** The least that rclnodejs asks of a class to read or write a C struct. */
export interface RclStructClass {
  new (): { toRawROS(): unknown; serialize(): unknown };
  type(): RclTypeName;
}

/** A class of messages, rclnodejs' own or one of `messageClass`. */
export interface RclMessageClass {
  // biome-ignore lint/suspicious/noExplicitAny: rclnodejs sets and reads the fields of the type
  new (fields?: object): any;
  type(): RclTypeName;
  readonly refObjectType: { readonly size: number };
}

/** A service type as rclnodejs wants it: any function with these. */
export interface RclServiceClass {
  type(): RclTypeName;
  readonly Request: RclMessageClass;
  readonly Response: RclMessageClass;
}

export interface RclActionClass {
  type(): RclTypeName;
  readonly Result: RclMessageClass;
  readonly impl: {
    readonly SendGoalService: RclServiceClass;
    readonly GetResultService: RclServiceClass;
    readonly FeedbackMessage: RclMessageClass;
    readonly CancelGoal: RclServiceClass;
    readonly GoalStatusArray: RclMessageClass;
  };
}

export interface RclNodeOptions {
  /** Serves `<node>/get_logger_levels` and `set_logger_levels`. */
  readonly enableLoggerService: boolean;
}

/** One publisher or subscription of a topic, wherever it is. */
export interface RclEndpointInfo {
  readonly node_name: string;
  readonly node_namespace: string;
  readonly topic_type: string;
  /** RIHS01 of the type's definition; absent in Humble, version 0 where it is not told. */
  readonly topic_type_hash?: { readonly version: number; readonly value: Buffer };
  readonly qos_profile: { readonly reliability: number; readonly durability: number };
}

export interface RclQosClass {
  new (history: number, depth: number, reliability: number, durability: number): object;
  readonly HistoryPolicy: { readonly RMW_QOS_POLICY_HISTORY_KEEP_LAST: number };
  readonly ReliabilityPolicy: {
    readonly RMW_QOS_POLICY_RELIABILITY_RELIABLE: number;
    readonly RMW_QOS_POLICY_RELIABILITY_BEST_EFFORT: number;
  };
  readonly DurabilityPolicy: {
    readonly RMW_QOS_POLICY_DURABILITY_TRANSIENT_LOCAL: number;
    readonly RMW_QOS_POLICY_DURABILITY_VOLATILE: number;
  };
}

export interface RclParameter {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

export interface RclDescriptor {
  additionalConstraints: string;
}

export interface RclTime {
  readonly nanoseconds: bigint;
}

export interface RclPublisher {
  publish(message: Buffer): void;
}

export interface RclClient {
  waitForService(timeout_ms: number): Promise<boolean>;
  isServiceServerAvailable(): boolean;
  sendRequestAsync(request: unknown, options: { timeout?: number; signal: AbortSignal }): Promise<unknown>;
}

export interface RclLogger {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** A managed node. Its transition callbacks must be synchronous: a promise aborts the process. */
export interface RclNode {
  createPublisher(type: RclTopicClass | string, topic: string, options: { qos: object }): RclPublisher;
  createSubscription(
    type: RclTopicClass | string,
    topic: string,
    options: { qos: object; isRaw: true },
    callback: (bytes: Uint8Array) => void,
  ): object;
  createService(
    type: RclServiceClass,
    name: string,
    handler: (request: unknown, response: { send(response: unknown): void }) => void,
  ): object;
  createClient(type: RclServiceClass, name: string): RclClient;
  destroyPublisher(publisher: RclPublisher): void;
  destroySubscription(subscription: object): void;
  destroyService(service: object): void;
  destroyClient(client: RclClient): void;
  /** @param ignoreOverride  rclnodejs' own reading of the command line is left aside */
  declareParameter(parameter: RclParameter, descriptor: RclDescriptor, ignoreOverride: boolean): void;
  getParameter(name: string): RclParameter;
  addPreSetParametersCallback(callback: (parameters: RclParameter[]) => RclParameter[]): void;
  addOnSetParametersCallback(
    callback: (parameters: readonly RclParameter[]) => { successful: boolean; reason: string },
  ): void;
  getClock(): { now(): RclTime; rosTimeOverride: RclTime; isRosTimeActive: boolean };
  getLogger(): RclLogger;
  name(): string;
  namespace(): string;
  /** e.g. `/robot1/slam` */
  getFullyQualifiedName(): string;
  countPublishers(topic: string): number;
  getPublishersInfoByTopic(topic: string): RclEndpointInfo[];
  getSubscriptionsInfoByTopic(topic: string): RclEndpointInfo[];
  /** Begins to hear; its thread sleeps at most `timeout_ms` at a time. */
  spin(timeout_ms: number): void;
  destroy(): void;
  createGuardCondition(callback: () => void): { trigger(): void };
  /** Called by the native side with what is ready: an error that leaves it aborts the process. */
  execute(handles: readonly unknown[]): void;
  /** Called when an entity comes or goes: waits for the node's thread. */
  syncHandles(): void;
  /** Ends hearing: waits for the node's thread. */
  stop(): void;
  registerOnActivate(callback: () => number): void;
  registerOnDeactivate(callback: () => number): void;
  registerOnShutdown(callback: () => number): void;
  configure(): unknown;
  activate(): unknown;
  deactivate(): unknown;
}

/** A goal as our class of the type hands it to rclnodejs. */
export interface RclGoalRequest {
  /** Undefined once nobody needs it any more. */
  value: unknown;
  toPlainObject(): unknown;
}

export interface RclServerGoal {
  readonly goalId: { readonly uuid: ArrayLike<number> };
  readonly request: RclGoalRequest;
  readonly isCancelRequested: boolean;
  publishFeedback(feedback: unknown): void;
  succeed(): void;
  abort(): void;
  canceled(): void;
}

export interface RclClientGoal {
  isAccepted(): boolean;
  isSucceeded(): boolean;
  isCanceled(): boolean;
  getResult(): Promise<unknown>;
  cancelGoal(): Promise<unknown>;
}

export interface RclActionClient {
  waitForServer(timeout_ms: number): Promise<boolean>;
  isActionServerAvailable(): boolean;
  sendGoal(goal: unknown, feedback: (feedback: unknown) => void): Promise<RclClientGoal>;
  destroy(): void;
}
