import { FormatError } from './formatError.ts';

/** Characters: 25 times the largest map that a maker's vacuum has drawn (0.64 MB, 847 m²). */
const MAX_CHARACTERS = 16 * 2 ** 20;
/** Lists within lists: our own files and the makers' have up to 6. */
const MAX_DEPTH = 32;
/** Lists and objects: each takes 50 times the two characters that it may be written in. */
const MAX_CONTAINERS = 200_000;

/**
 * The value of a JSON text from outside, which is measured before it is taken apart: what parsing makes of a text can be many times as
 * large, and what is nested without end can be read by the engine, but not walked through by who gets it.
 * Throws FormatError for more than a map can need, SyntaxError for what is no JSON.
 */
export function parseJsonText(text: string, input: string): unknown {
  if (text.length > MAX_CHARACTERS)
    throw new FormatError(
      'unsupported',
      input,
      `is ${text.length} characters long; at most ${MAX_CHARACTERS} are read: it is no map of a home`,
    );
  const { depth, containers } = measure(text);
  if (depth > MAX_DEPTH || containers > MAX_CONTAINERS)
    throw new FormatError(
      'unsupported',
      input,
      depth > MAX_DEPTH
        ? `is nested ${depth} lists deep; at most ${MAX_DEPTH} are read: it is no map of a home`
        : `holds ${containers} lists and objects; at most ${MAX_CONTAINERS} are read: it is no map of a home`,
    );
  return JSON.parse(text);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How deep lists and objects stand in each other, and how many there are. */
function measure(text: string): { depth: number; containers: number } {
  let [open, depth, containers] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfText(text, i);
    else if (code === 0x5b || code === 0x7b) {
      containers++;
      open++;
      if (open > depth) depth = open;
    } else if (code === 0x5d || code === 0x7d) open--;
  }
  return { depth, containers };
}

/** The quote that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i;
  }
  return text.length;
}
