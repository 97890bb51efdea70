import type { MessageType } from '@homebound/messages';
import type { Rcl, RclMessageClass } from './rcl.ts';
import type { Structs } from './structs.ts';

/**
 * A message class as rclnodejs wants one for a service or an action, whose C struct is filled from CDR bytes and read as
 * CDR bytes by ROS itself. rclnodejs' own classes convert field by field: a result of a Path of 2000 poses stalls the
 * process for 400 ms there, 1 ms here.
 *
 * rclnodejs makes an instance, sets or reads its fields, and calls `serialize` right before it sends the struct,
 * `deserialize` right after it took one.
 * @param real   rclnodejs' class of the same type, for its name and size
 */
export function messageClass<T extends object>(
  rcl: Rcl,
  structs: Structs,
  real: RclMessageClass,
  codec: MessageType<T>,
): RclMessageClass {
  const name = real.type();
  const create = (): Buffer => structs.create(name, real.refObjectType.size);

  /** Stands for a struct in the calls of `serializeMessage` and `deserializeMessage`. */
  let target: Buffer | undefined;
  class Struct {
    static type = () => name;
    toRawROS = () => target;
    serialize = () => target;
  }
  const bytesOf = (struct: Buffer): Uint8Array => {
    target = struct;
    return rcl.serializeMessage(new Struct(), Struct);
  };
  const fill = (struct: Buffer, bytes: Uint8Array): void => {
    target = struct;
    rcl.deserializeMessage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), Struct);
  };

  return class Message {
    static type = () => name;
    static readonly refObjectType = real.refObjectType;
    /** Called after a message was taken, with the instance whose struct was filled. */
    static destroyRawROS(message: Message): void {
      if (message.refObject) structs.destroy(name, message.refObject);
    }
    /** The struct into which a message is being taken. */
    refObject: Buffer | undefined;
    /** Private to the class: a message may have a field of any name. */
    #taken: T | undefined;

    constructor(fields?: object) {
      Object.assign(this, fields);
    }
    toRawROS(): Buffer {
      this.refObject = create();
      return this.refObject;
    }
    deserialize(struct: Buffer): void {
      this.#taken = codec.decode(bytesOf(struct));
      Object.assign(this, this.#taken);
    }
    serialize(): Buffer {
      const bytes = codec.encode(codec.canonical(this as unknown as T));
      const struct = create();
      try {
        fill(struct, bytes);
      } catch (error) {
        structs.destroy(name, struct);
        throw error;
      }
      queueMicrotask(() => structs.destroy(name, struct)); // it is sent by then: rclnodejs sends what this returns at once
      return struct;
    }
    toPlainObject(): T | undefined {
      return this.#taken;
    }
  } as unknown as RclMessageClass;
}
