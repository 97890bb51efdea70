/** A message type: what a topic carries. Values of T are plain objects with ROS field names; numeric arrays are typed arrays. */
export interface MessageType<T> {
  /** Full ROS 2 name, e.g. `sensor_msgs/msg/LaserScan`. */
  readonly name: string;
  /** The `.msg` text with all dependencies, in the concatenated form of MCAP's `ros2msg` encoding. */
  readonly definition: string;
  /** A message with every field at its ROS default. */
  create(): T;
  /**
   * The message as it would arrive after a trip over the wire: float32 rounded, integers checked, missing fields at
   * their default, plain number arrays turned into typed ones. Arrays that already have the right
   * type are kept, not copied. Throws TypeError / RangeError naming type and field when a value cannot be sent.
   */
  canonical(message: Partial<T>): T;
  /** CDR bytes (little endian, with the 4-byte encapsulation header), as rmw implementations write them. */
  encode(message: T): Uint8Array;
  /** The message from CDR bytes. Throws RangeError naming the type, field and offset when the bytes are short or wrong. */
  decode(bytes: Uint8Array): T;
}

/** Tells of a call, as ROS 2's service introspection does: what recordings hold of services. */
export interface ServiceEvent<Req, Res> {
  info: {
    /** 0 request sent, 1 request received, 2 response sent, 3 response received. */
    event_type: number;
    stamp: { sec: number; nanosec: number };
    client_gid: Uint8Array;
    sequence_number: bigint;
  };
  /** The request, or nothing. */
  request: Req[];
  /** The response, or nothing. */
  response: Res[];
}

/** A service type: a request and a response. */
export interface ServiceType<Req, Res> {
  /** e.g. `homebound_interfaces/srv/MissionCommand`. */
  readonly name: string;
  readonly request: MessageType<Req>;
  readonly response: MessageType<Res>;
  readonly event: MessageType<ServiceEvent<Req, Res>>;
}

/** An action type: a goal, what it ends with, and what it says on the way. */
export interface ActionType<Goal, Result, Feedback> {
  /** e.g. `homebound_interfaces/action/Drive`. */
  readonly name: string;
  readonly goal: MessageType<Goal>;
  readonly result: MessageType<Result>;
  readonly feedback: MessageType<Feedback>;
}
