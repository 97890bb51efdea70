import { adaptTo, codecFromDefinition, findMessageType, findServiceType, type MessageType } from '@homebound/messages';
import type { Node } from './node.ts';
import type { RecordedChannel } from './recording.ts';
import { requestSent } from './service.ts';

/** Says a recorded message again, from its CDR bytes. Throws when the bytes are none of its type. */
export type Send = (data: Uint8Array) => void;

/** Topics that tell of calls, as ROS 2's service introspection names them. */
export const eventSuffix = '/_service_event';

/**
 * How a node says again what was recorded on a channel: messages as messages, calls of a service as calls.
 * @returns why it can't, in words, when the type is unknown
 */
export function sayAgain(node: Node, channel: RecordedChannel): Send | string {
  if (channel.topic.endsWith(eventSuffix)) return callAgain(node, channel);
  const type = recordedType(channel);
  if (!type) return `type ${channel.type} is not known`;
  const publisher = node.publisher(type, channel.topic, channel.quality);
  return (data) => publisher.publish(type.decode(data) as object);
}

/**
 * The type as it was recorded: another version of ours is read by its own definition and becomes ours, and a type that we
 * do not have is read by what the recording says of it.
 */
function recordedType({ type: name, definition }: RecordedChannel): MessageType<unknown> | undefined {
  const ours = findMessageType(name);
  if (definition === undefined) return ours;
  try {
    return ours ? adaptedToRead(ours, definition) : codecFromDefinition(name, definition);
  } catch {
    return ours; // a definition that we cannot read, as one with wstring
  }
}

/** Our type, but read from bytes of the recorded definition. */
function adaptedToRead(ours: MessageType<unknown>, definition: string): MessageType<unknown> {
  const { type, isSame } = adaptTo(ours, definition);
  if (isSame) return ours;
  return {
    name: ours.name,
    definition: ours.definition,
    create: () => ours.create(),
    canonical: (message) => ours.canonical(message),
    encode: (message) => ours.encode(message),
    decode: (bytes) => type.decode(bytes),
  };
}

function callAgain(node: Node, channel: RecordedChannel): Send | string {
  const type = findServiceType(channel.type.replace(/_Event$/, ''));
  if (!type) return `type ${channel.type} is not known`;
  const client = node.client(type, channel.topic.slice(0, -eventSuffix.length));
  return (data) => {
    const { info, request } = type.event.decode(data);
    if (info.event_type === requestSent) client.call(request[0] as object, () => undefined);
  };
}
