import { MessageCodec } from './codec.ts';
import { codecFromDefinition } from './codecFromDefinition.ts';
import { layoutOf, parseDefinition, shortName } from './definition.ts';
import type { MessageType } from './types.ts';

/** How a type that we know lies on the wire where another version of its definition is installed. */
export interface Adapted<T> {
  /** Takes and gives messages of our type, in bytes of the installed one. Our own codec when both lie alike. */
  readonly type: MessageType<T>;
  readonly isSame: boolean;
  /** Fields that we have and the installed definition has not, e.g. `nav_msgs/Path.poses`: nothing of them is sent. */
  readonly missing: readonly string[];
  /** Fields that only the installed definition has: they are sent at their defaults. */
  readonly unknown: readonly string[];
}

/**
 * Holds a type against the definition that is installed. Fields go by their names; a field whose type differs is
 * converted where that loses nothing, and refused when a message is sent else, as `canonical` does.
 * @param installed   text of the installed definition with those of the messages in it (MCAP's `ros2msg`)
 */
export function adaptTo<T>(type: MessageType<T>, installed: string): Adapted<T> {
  if (layoutOf(type.name, type.definition) === layoutOf(type.name, installed))
    return { type, isSame: true, missing: [], unknown: [] };
  const theirs = codecFromDefinition(type.name, installed);
  const ours = type as MessageCodec<T>;
  const adapted = new MessageCodec<T>({
    name: type.name,
    text: installed,
    uses: [],
    canonical: ours.canonical,
    write: (writer, message) => theirs.write(writer, theirs.canonical(message as object)),
    read: (reader) => ours.canonical(theirs.read(reader) as Partial<T>),
  });
  const mine = fieldNames(type.name, type.definition);
  const their = fieldNames(type.name, installed);
  return {
    type: adapted,
    isSame: false,
    missing: [...mine].filter((field) => !their.has(field)),
    unknown: [...their].filter((field) => !mine.has(field)),
  };
}

/** All fields of a type and of the messages in it, as `package/Name.field`. */
function fieldNames(name: string, definition: string): Set<string> {
  const names = new Set<string>();
  const messages = parseDefinition(name, definition);
  const visit = (owner: string): void => {
    for (const { name, type, isMessage } of messages.get(owner)!) {
      if (names.has(`${owner}.${name}`)) continue;
      names.add(`${owner}.${name}`);
      if (isMessage) visit(type);
    }
  };
  visit(shortName(name));
  return names;
}
