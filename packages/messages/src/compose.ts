import * as c from './canonical.ts';
import { MessageCodec } from './codec.ts';
import { shortName } from './definition.ts';
import type { MessageType } from './types.ts';

/**
 * A message made of others, as ROS 2 makes the messages of an action: a goal's is `{ goal_id, goal }`, a result's
 * `{ status, result }`. Its bytes are those of a definition with these fields in this order.
 * @param parts   a type for each field, `int8` for a small integer
 */
export function composeMessage<T extends object>(
  name: string,
  parts: { readonly [K in keyof T]: MessageType<T[K]> | 'int8' },
): MessageCodec<T> {
  const fields = Object.entries(parts) as [keyof T & string, MessageCodec<object> | 'int8'][];
  return new MessageCodec<T>({
    name,
    text: fields.map(([field, part]) => `${part === 'int8' ? part : shortName(part.name)} ${field}`).join('\n'),
    uses: fields.map(([, part]) => part).filter((part) => part !== 'int8'),
    canonical: (message) => {
      const out: Record<string, unknown> = {};
      for (const [field, part] of fields) {
        const where = `${name}.${field}`;
        const value = message[field] as never;
        out[field] = part === 'int8' ? c.int8(value, where) : part.canonical(c.part(value, where));
      }
      return out as T;
    },
    write: (writer, message) => {
      for (const [field, part] of fields)
        if (part === 'int8') writer.int8(message[field] as number);
        else part.write(writer, message[field] as object);
    },
    read: (reader) => {
      const out: Record<string, unknown> = {};
      for (const [field, part] of fields) out[field] = part === 'int8' ? reader.int8(field) : part.read(reader);
      return out as T;
    },
  });
}
