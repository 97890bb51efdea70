/** One field of a message as its definition has it. */
export interface FieldDefinition {
  readonly name: string;
  /** A wire type (`float64`, `string`) or a message as `package/Name`. */
  readonly type: string;
  readonly isMessage: boolean;
  /** Written `byte`: on the wire a uint8, which is another type to ROS. */
  readonly isOctet?: true;
  /** Absent: one value. `fixed`: exactly n. `sequence`: any count, at most n when n is there. */
  readonly array?: { readonly kind: 'fixed' | 'sequence'; readonly n?: number };
  /** Greatest count of characters of a text. */
  readonly maxText?: number;
  /** Of one value; arrays with a default are refused. */
  readonly fallback?: number | bigint | boolean | string;
}

const separator = /^={80}\n/m;
/** `byte` and `char` are octets to ROS 2. */
const wireTypes: Readonly<Record<string, string>> = { byte: 'uint8', char: 'uint8' };
const primitives = new Set(['bool', 'string', 'float32', 'float64']);
for (const bits of [8, 16, 32, 64]) for (const sign of ['int', 'uint']) primitives.add(`${sign}${bits}`);

const fieldLine = /^([\w/]+)(?:<=(\d+))?(?:\[(<=)?(\d*)\])?\s+([a-zA-Z]\w*)(?:\s+(.+))?$/;
const constantLine = /^[\w/]+(?:<=\d+)?\s+[A-Z]\w*\s*=/;

/**
 * The fields of a message and of all messages in it, from the text of its definition followed by those that it needs (the
 * form of MCAP's `ros2msg`).
 * @param name   full name of the type, e.g. `nav_msgs/msg/Path`
 * @returns      fields by `package/Name`, the type's own first
 * Throws RangeError that names type and line on what it cannot read, `wstring` and defaults of arrays among it.
 */
export function parseDefinition(name: string, text: string): Map<string, FieldDefinition[]> {
  const [own = '', ...sections] = text.split(separator);
  const messages = new Map([[shortName(name), parseFields(shortName(name), own)]]);
  for (const section of sections) {
    const [, key, body] = /^MSG: ([\w/]+)\n?([\s\S]*)$/.exec(section) ?? [];
    if (!key)
      throw new RangeError(`Cannot read the definition of ${name}: a section begins without "MSG: package/Name"`);
    messages.set(shortName(key), parseFields(shortName(key), body ?? ''));
  }
  for (const [owner, fields] of messages)
    for (const field of fields)
      if (field.isMessage && !messages.has(field.type))
        throw new RangeError(
          `Cannot read the definition of ${name}: ${owner}.${field.name} is a ${field.type}, which it lacks`,
        );
  return messages;
}

/** `nav_msgs/Path` of `nav_msgs/msg/Path`. */
export function shortName(name: string): string {
  return name.replace(/\/(msg|srv|action)\//, '/');
}

/** The messages that a single definition (without the ones it needs) asks for, as `package/Name`. */
export function messagesIn(name: string, text: string): string[] {
  return parseFields(shortName(name), text)
    .filter(({ isMessage }) => isMessage)
    .map(({ type }) => type);
}

function parseFields(owner: string, text: string): FieldDefinition[] {
  const fields: FieldDefinition[] = [];
  for (const raw of text.split('\n')) {
    const line = withoutComment(raw).trim();
    if (line && !constantLine.test(line)) fields.push(parseField(owner, line));
  }
  return fields;
}

/** A `#` begins a comment, except inside the quotes of a text's default. */
function withoutComment(line: string): string {
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (quote) quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === '#') return line.slice(0, i);
  }
  return line;
}

function parseField(owner: string, line: string): FieldDefinition {
  const refuse = (why: string): never => {
    throw new RangeError(`Cannot read the definition of ${owner}: ${why} in "${line}"`);
  };
  const [, written = refuse('no field'), maxText, bounded, count, name = '', fallback] = fieldLine.exec(line) ?? [];
  if (written === 'wstring') refuse('wstring is not supported');
  const wire = wireTypes[written] ?? written;
  const isMessage = !primitives.has(wire);
  if (count !== undefined && fallback !== undefined) refuse('the default of an array is not supported');
  return {
    name,
    type: isMessage ? messageName(owner, written) : wire,
    isMessage,
    ...(written === 'byte' && { isOctet: true }),
    ...(count !== undefined && {
      array: count === '' ? { kind: 'sequence' as const } : { kind: bounded ? 'sequence' : 'fixed', n: Number(count) },
    }),
    ...(maxText !== undefined && { maxText: Number(maxText) }),
    ...(fallback !== undefined && { fallback: parseFallback(wire, fallback) }),
  };
}

/** A name without a package is of the owner's, but for the builtin times. */
function messageName(owner: string, written: string): string {
  if (written === 'time' || written === 'duration')
    return `builtin_interfaces/${written === 'time' ? 'Time' : 'Duration'}`;
  return written.includes('/') ? shortName(written) : `${owner.split('/')[0]}/${written}`;
}

function parseFallback(type: string, text: string): number | bigint | boolean | string {
  if (type === 'string') return text.replace(/^(["'])(.*)\1$/, '$2');
  if (type === 'bool') return /^(true|1)$/i.test(text);
  return type.endsWith('int64') ? BigInt(text) : Number(text);
}

/**
 * What of a definition decides the bytes: names and types in their order, messages written out. Two definitions with the
 * same layout lie on the wire alike; comments, constants and defaults may differ.
 */
export function layoutOf(name: string, text: string): string {
  const messages = parseDefinition(name, text);
  const write = (type: string): string =>
    messages
      .get(type)!
      .map(({ name, type, isMessage, array, maxText }) => {
        const count = array ? `[${array.kind === 'sequence' ? '<=' : ''}${array.n ?? ''}]` : '';
        return `${name}:${isMessage ? `{${write(type)}}` : type}${maxText ?? ''}${count}`;
      })
      .join(' ');
  return write(shortName(name));
}
