import type { Random } from './apiRandom.ts';

/** JSON values by schema, and values that are wrong in one place or all over. */

type Schema = Readonly<Record<string, unknown>>;

const nasty: readonly unknown[] = [
  null,
  '',
  -1,
  0,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  1.5,
  true,
  [],
  {},
  '\u0000',
  '\ud800',
  '__proto__',
  '../../etc/passwd',
  '<script>',
  'x'.repeat(300),
];

/** A value that a schema lets through, as far as its bounds are simple. */
export function validValue(schema: Schema, random: Random): unknown {
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return random.pick(schema.enum);
  const choices = (schema.oneOf ?? schema.anyOf) as readonly Schema[] | undefined;
  if (choices !== undefined) return validValue(random.pick(choices), random);
  switch (schema.type) {
    case 'object':
      return validObject(schema, random);
    case 'array':
      return validArray(schema, random);
    case 'string':
      return validText(schema, random);
    case 'boolean':
      return random.chance(0.5);
    default:
      return validNumber(schema, random);
  }
}

function validObject({ properties = {}, required = [] }: Schema, random: Random): unknown {
  const made: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties as Record<string, Schema>))
    if ((required as string[]).includes(name) || random.chance(0.5)) made[name] = validValue(schema, random);
  return made;
}

function validArray({ items = {}, minItems = 0, maxItems = 8 }: Schema, random: Random): unknown {
  const least = minItems as number;
  // An even count: lists of numbers here are mostly pairs of x and y.
  const length = 2 * Math.ceil(random.between(least, Math.min(maxItems as number, least + 6)) / 2);
  const list = Array.from({ length }, () => validValue(items as Schema, random));
  // Whole numbers are ids and days: each once.
  return (items as Schema).type === 'integer' ? [...new Set(list)] : list;
}

/** Texts of many kinds; the one that a pattern lets through is taken. */
function validText({ pattern, minLength = 0, maxLength = 20 }: Schema, random: Random): string {
  const some = (alphabet: string, length: number): string =>
    Array.from({ length }, () => random.pick([...alphabet])).join('');
  const least = Math.max(1, minLength as number);
  const length = Math.ceil(random.between(least, Math.max(least, Math.min(20, maxLength as number))));
  const candidates = [
    some('abcdefghij äß漢', length),
    some('0123456789', 8),
    `0${some('0123456789', 1)}:${some('012345', 1)}0`,
    some('abcdefghij', length),
  ];
  if (pattern === undefined) return candidates[0];
  const shape = new RegExp(String(pattern), 'u');
  return candidates.find((text) => shape.test(text)) ?? candidates[0];
}

function validNumber({ type, minimum = -100, maximum = 100 }: Schema, random: Random): number {
  const value = random.between(minimum as number, maximum as number);
  return type === 'integer' ? Math.round(value) : value;
}

/** The value with one part of it replaced by something else, taken away or put in. */
export function broken(value: unknown, random: Random): unknown {
  if (random.chance(0.3) || typeof value !== 'object' || value === null) return random.pick(nasty);
  if (Array.isArray(value)) {
    if (random.chance(0.1)) return Array.from({ length: 2000 }, () => random.pick(nasty));
    const copy = [...value];
    copy[Math.floor(random.between(0, copy.length))] = random.pick(nasty);
    return copy;
  }
  const copy: Record<string, unknown> = { ...value };
  const names = Object.keys(copy);
  const name = names.length > 0 ? random.pick(names) : 'x';
  const how = random.between(0, 4);
  if (how < 1) delete copy[name];
  else if (how < 2) copy[random.pick(['__proto__x', 'constructor', 'id', 'role', 'command'])] = random.pick(nasty);
  else copy[name] = broken(copy[name], random);
  return copy;
}

/** What JSON can say and JavaScript's own writer never does: numbers that are none, keys of the prototype, depth without end. */
const nastyTexts: readonly string[] = [
  '1e999',
  '-1e999',
  '9'.repeat(400),
  '1e-999',
  '-0',
  '"\\ud800"',
  '{"__proto__":{"role":"admin","isOn":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  '{"a":'.repeat(3000),
];

/** JSON with one of its numbers, words or keys replaced as text. */
export function brokenText(json: string, random: Random): string {
  const spots = [...json.matchAll(/-?\d[\d.e+-]*|"[^"\\]*"(?=:)|"[^"\\]*"|true|false|null/g)];
  if (spots.length === 0) return random.pick(nastyTexts);
  const { 0: found, index } = random.pick(spots);
  const isKey = json[index + found.length] === ':';
  const put = isKey ? random.pick(['"__proto__"', '"constructor"', '""']) : random.pick(nastyTexts);
  return json.slice(0, index) + put + json.slice(index + found.length);
}
