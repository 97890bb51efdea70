import { type FieldDefinition, parseDefinition, shortName } from './definition.ts';
import type { MessageType } from './types.ts';

/** Numbers of `type_description_interfaces/msg/FieldType`: of one value, and what is added for arrays of it. */
const NESTED = 1;
const TEXT = 17;
const BOUNDED_TEXT = 21;
const OCTET = 16;
const FIXED = 48;
const BOUNDED = 96;
const UNBOUNDED = 144;
const numbers = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64'];
const typeIds = new Map([...numbers.map((type, i) => [type, i + 2] as const), ['bool', 15], ['string', TEXT]]);

/**
 * What ROS 2 hashes a type by: `RIHS01_` and the SHA-256 of this text name one version of one type (REP-2011). Defaults,
 * constants and comments are no part of it.
 * Source: rosidl_generator_type_description, `calculate_type_hash`.
 */
export function typeDescription({ name, definition }: Pick<MessageType<unknown>, 'name' | 'definition'>): string {
  const messages = parseDefinition(name, definition);
  const fullName = (short: string): string => (short === shortName(name) ? name : nestedName(name, short));
  const describe = (short: string) => ({
    type_name: fullName(short),
    fields: fieldsOf(messages.get(short)!, fullName),
  });
  const referenced = [...messages.keys()].filter((short) => short !== shortName(name));
  return spaced({
    type_description: describe(shortName(name)),
    referenced_type_descriptions: referenced.map(describe).sort((a, b) => (a.type_name < b.type_name ? -1 : 1)),
  });
}

/** A service's event holds its request and response; all else that is nested is a message. */
function nestedName(owner: string, short: string): string {
  const [ros, name = ''] = short.split('/');
  const call = /^(.+\/srv\/\w+)_Event$/.exec(owner)?.[1];
  const isPart = call !== undefined && [`${call}_Request`, `${call}_Response`].includes(`${ros}/srv/${name}`);
  return `${ros}/${isPart ? 'srv' : 'msg'}/${name}`;
}

function fieldsOf(fields: readonly FieldDefinition[], fullName: (short: string) => string) {
  // An empty message has one byte, as C and C++ have no empty structs.
  if (fields.length === 0) return [{ name: 'structure_needs_at_least_one_member', type: fieldType(3, 0, 0, '') }];
  return fields.map((field) => {
    const { name, array, maxText = 0 } = field;
    const nested = field.isMessage ? fullName(field.type) : '';
    return { name, type: fieldType(typeId(field), array?.n ?? 0, maxText, nested) };
  });
}

function fieldType(type_id: number, capacity: number, string_capacity: number, nested_type_name: string) {
  return { type_id, capacity, string_capacity, nested_type_name };
}

function typeId({ type, isMessage, isOctet, maxText, array }: FieldDefinition): number {
  const one = isMessage ? NESTED : isOctet ? OCTET : maxText === undefined ? typeIds.get(type)! : BOUNDED_TEXT;
  if (!array) return one;
  return one + (array.kind === 'fixed' ? FIXED : array.n === undefined ? UNBOUNDED : BOUNDED);
}

/** JSON with a blank behind each comma and colon, as Python writes it. No text in a description holds one of these. */
function spaced(value: unknown): string {
  return JSON.stringify(value).replace(/([,:])/g, '$1 ');
}
