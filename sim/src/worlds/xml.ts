import { excerpt, FormatError } from '@homebound/formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element of an XML document. */
export interface XmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, trimmed. */
  readonly text: string;
  /** Where it stands, e.g. `/sdf/world[home]/model[sofa]`. */
  readonly path: string;
}

/** An element as the parser gives it in document order: one key is the tag, `:@` holds the attributes. */
type Raw = Record<string, unknown>;

/** Characters: 19 times the largest mesh of the houses that we read. */
const MAX_CHARACTERS = 16 * 2 ** 20;
/** Elements, each of which takes about 1 kB; the largest of those houses has 4000. */
const MAX_ELEMENTS = 100_000;
/** Elements in each other; those houses have up to 14. */
const MAX_DEPTH = 64;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  trimValues: true,
});

/** The root element of an XML text. Throws FormatError with the line where it is not well formed. */
export function parseXml(text: string, input: string): XmlElement {
  if (text.trim() === '') throw new FormatError('empty', input, 'is empty; expected an XML document');
  checkSize(text, input);
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new FormatError('malformed', input, `is not XML: ${valid.err.msg}`, `line ${valid.err.line}`);
  let parsed: Raw[];
  try {
    parsed = parser.parse(text) as Raw[];
  } catch (cause) {
    // What the validator lets pass and the parser does not.
    throw new FormatError('malformed', input, `is not XML: ${(cause as Error).message.split('\n')[0].slice(0, 100)}`);
  }
  const roots = parsed.filter((raw) => !('#text' in raw));
  if (roots.length !== 1) throw new FormatError('malformed', input, 'is not XML: it should have one root element');
  return toElement(roots[0], '');
}

/**
 * Measures a document before it is taken apart. One that defines words of its own is refused: no world needs them, and a word for ten
 * words for ten words is how a small document becomes endless, or reads other files.
 */
function checkSize(text: string, input: string): void {
  const refuse = (problem: string): FormatError => new FormatError('unsupported', input, `${problem}: it is no world`);
  if (text.length > MAX_CHARACTERS)
    throw refuse(`is ${text.length} characters long; at most ${MAX_CHARACTERS} are read`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw refuse('defines words of its own (DOCTYPE), which is not read');
  let [elements, open, depth] = [0, 0, 0];
  for (const [tag] of text.matchAll(/<!--|<[/]?[^\s<>!?/][^<>]*>?/g)) {
    if (tag === '<!--') continue;
    if (tag.startsWith('</')) open--;
    else {
      elements++;
      if (!tag.endsWith('/>')) open++;
      depth = Math.max(depth, open);
    }
    if (elements > MAX_ELEMENTS) throw refuse(`holds more than ${MAX_ELEMENTS} elements, which are all that is read`);
    if (depth > MAX_DEPTH) throw refuse(`is nested more than ${MAX_DEPTH} elements deep, which is all that is read`);
  }
}

function toElement(raw: Raw, parentPath: string): XmlElement {
  const tag = Object.keys(raw).find((key) => key !== ':@') ?? '';
  const attributes = (raw[':@'] ?? {}) as Record<string, string>;
  const path = `${parentPath}/${tag}${attributes.name === undefined ? '' : `[${attributes.name}]`}`;
  const inner = raw[tag] as Raw[];
  const text = inner.flatMap((child) => ('#text' in child ? [String(child['#text'])] : [])).join(' ');
  const children = inner.filter((child) => !('#text' in child)).map((child) => toElement(child, path));
  return { tag, attributes, children, text, path };
}

/** The first child with the tag. */
export function childOf(element: XmlElement, tag: string): XmlElement | undefined {
  return element.children.find((child) => child.tag === tag);
}

export function childrenOf(element: XmlElement, tag: string): readonly XmlElement[] {
  return element.children.filter((child) => child.tag === tag);
}

/**
 * The numbers in an element's text.
 * @param count  how many there must be; any number when absent
 * Throws FormatError naming the element.
 */
export function numbersOf(element: XmlElement, input: string, count?: number): number[] {
  const words = element.text.split(/\s+/).filter((word) => word !== '');
  const numbers = words.map(Number);
  if (!numbers.every(Number.isFinite) || (count !== undefined && numbers.length !== count))
    throw new FormatError(
      'malformed',
      input,
      `should hold ${count ?? 'only'} ${count === 1 ? 'number' : 'numbers'}, got ${excerpt(element.text)}`,
      element.path,
    );
  return numbers;
}

/** The number in a child, or `absent` where there is no such child. */
export function numberIn(element: XmlElement, tag: string, input: string, absent: number): number {
  const child = childOf(element, tag);
  return child === undefined ? absent : numbersOf(child, input, 1)[0];
}
