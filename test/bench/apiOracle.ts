/** Bounds of what the robot and its store may ever be handed: wider than every schema, so that only what was not checked is outside. */
const most = { number: 1e10, text: 4096, list: 1000, depth: 8 };

/** What is wrong with a value that came through the API: no number, half a character, too much of something; undefined when it is sound. */
export function oddityOf(value: unknown, depth = 0): string | undefined {
  if (depth > most.depth) return `nested deeper than ${most.depth}`;
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && Math.abs(value) <= most.number ? undefined : `the number ${value}`;
    case 'string':
      if (value.length > most.text) return `a text of ${value.length} characters`;
      return /\p{Cs}/u.test(value) ? 'half a character' : undefined;
    case 'object':
      return value === null || value instanceof Uint8Array ? undefined : oddityOfObject(value, depth);
    case 'boolean':
    case 'undefined':
      return undefined;
    default:
      return `a ${typeof value}`;
  }
}

function oddityOfObject(value: object, depth: number): string | undefined {
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== Array.prototype) return 'a prototype of its own';
  const entries = Object.entries(value);
  if (entries.length > most.list) return `a list of ${entries.length}`;
  for (const [key, inner] of entries) {
    if (key === '__proto__' || key === 'constructor') return `the key ${key}`;
    const oddity = oddityOf(inner, depth + 1);
    if (oddity !== undefined) return oddity;
  }
  return undefined;
}
