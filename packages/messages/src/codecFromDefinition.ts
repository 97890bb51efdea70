import * as c from './canonical.ts';
import type { CdrReader } from './cdrReader.ts';
import type { CdrWriter } from './cdrWriter.ts';
import { MessageCodec } from './codec.ts';
import { type FieldDefinition, parseDefinition, shortName } from './definition.ts';

type Message = Record<string, unknown>;

/** What is done with one field's value; `where` is `package/Type.field`. */
interface FieldCodec {
  readonly name: string;
  canonical(value: never): unknown;
  write(writer: CdrWriter, value: never): void;
  read(reader: CdrReader): unknown;
}

const numeric = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};
const { bool, string, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64, uint64 } = c;
const canonicalOf = { bool, string, float32, float64, int8, uint8, int16, uint16, int32, uint32, int64, uint64 };
type Wire = keyof typeof canonicalOf;

/**
 * A codec for a definition that is known only at run time, such as the one of an installed ROS 2: the bytes of the
 * generated codecs, by a table instead of straight code (a Path of 2000 poses: 3.2 ms to read, 0.2 ms there), and without `eval`.
 * @param name         full name of the type, e.g. `nav2_msgs/action/FollowPath_Goal`
 * @param definition   its text, followed by those of the messages in it (MCAP's `ros2msg`)
 * Throws RangeError on what it cannot read, see `parseDefinition`.
 */
export function codecFromDefinition(name: string, definition: string): MessageCodec<Message> {
  const messages = parseDefinition(name, definition);
  const codecs = new Map<string, MessageCodec<Message>>();
  const codecOf = (key: string, fullName: string): MessageCodec<Message> => {
    const known = codecs.get(key);
    if (known) return known;
    const fields = messages.get(key)!.map((field) => fieldCodec(key, field, (type) => codecOf(type, type)));
    const codec = tableCodec(fullName, definition, fields);
    codecs.set(key, codec);
    return codec;
  };
  return codecOf(shortName(name), name);
}

function tableCodec(name: string, text: string, fields: readonly FieldCodec[]): MessageCodec<Message> {
  return new MessageCodec<Message>({
    name,
    text,
    uses: [],
    canonical: (message) => {
      const out: Message = {};
      for (const field of fields) out[field.name] = field.canonical(message[field.name] as never);
      return out;
    },
    write: (writer, message) => {
      for (const field of fields) field.write(writer, message[field.name] as never);
      if (fields.length === 0) writer.uint8(0); // an empty message carries one dummy byte
    },
    read: (reader) => {
      const out: Message = {};
      for (const field of fields) out[field.name] = field.read(reader);
      if (fields.length === 0) reader.uint8('(empty)');
      return out;
    },
  });
}

function fieldCodec(
  owner: string,
  field: FieldDefinition,
  codecOf: (type: string) => MessageCodec<Message>,
): FieldCodec {
  const { name, array } = field;
  const where = `${owner}.${name}`;
  if (!field.isMessage && array && field.type in numeric)
    return numbersCodec(name, where, field.type as keyof typeof numeric, array);
  const one = field.isMessage ? messageCodec(codecOf(field.type)) : primitiveCodec(field);
  if (array) return listCodec(name, where, one, array);
  return { name, canonical: (value) => one.canonical(value, where), write: one.write, read: one.read };
}

interface ElementCodec {
  canonical(value: never, where: string): unknown;
  write(writer: CdrWriter, value: never): void;
  read(reader: CdrReader): unknown;
}

function messageCodec(codec: MessageCodec<Message>): ElementCodec {
  return {
    canonical: (value: Message | undefined, where) => codec.canonical(c.part(value, where)),
    write: (writer, value: Message) => codec.write(writer, value),
    read: (reader) => codec.read(reader),
  };
}

function primitiveCodec({ name, type, fallback, maxText }: FieldDefinition): ElementCodec {
  const wire = type as Wire;
  const canonical = canonicalOf[wire] as (value: never, where: string, fallback?: unknown, max?: number) => unknown;
  return {
    canonical: (value, where) => canonical(value, where, fallback, maxText),
    write: (writer, value) => (writer[wire] as (value: never) => void).call(writer, value),
    read: (reader) => reader[wire](name),
  };
}

type ArrayShape = NonNullable<FieldDefinition['array']>;
const bounds = ({ kind, n }: ArrayShape) =>
  kind === 'fixed' ? { fixed: n, max: undefined } : { fixed: undefined, max: n };

function numbersCodec(name: string, where: string, type: keyof typeof numeric, array: ArrayShape): FieldCodec {
  const Type = numeric[type] as Float64ArrayConstructor;
  const { fixed, max } = bounds(array);
  return {
    name,
    canonical: (value) => c.numbers(value, where, Type, fixed, max),
    write: (writer, value) => (fixed === undefined ? writer.numberSequence(value) : writer.numbers(value)),
    read: (reader) =>
      fixed === undefined ? reader.numberSequence(name, Type, max) : reader.numbers(name, Type, fixed),
  };
}

function listCodec(name: string, where: string, one: ElementCodec, array: ArrayShape): FieldCodec {
  const { fixed, max } = bounds(array);
  return {
    name,
    canonical: (value) => c.list(value, where, (element, at) => one.canonical(element as never, at), fixed, max),
    write: (writer, values: readonly unknown[]) => {
      if (fixed === undefined) writer.uint32(values.length);
      for (const value of values) one.write(writer, value as never);
    },
    read: (reader) => reader.list(name, (each) => one.read(each), fixed, max),
  };
}
