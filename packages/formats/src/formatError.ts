/**
 * Why bytes could not be read:
 * - `empty`: nothing of use in it
 * - `cut`: it stops in the middle, as after an interrupted copy
 * - `foreign`: it is some other kind of file
 * - `malformed`: the right kind, but a value in it is wrong
 * - `unsupported`: valid, but more than we read
 * - `missing`: something needed is absent and has to be given from outside
 */
export type FormatErrorCode = 'empty' | 'cut' | 'foreign' | 'malformed' | 'unsupported' | 'missing';

/** Bytes that cannot be read. The message is one line: input, place, what was wrong, what to do. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: FormatErrorCode;
  /** What was read: a file name where the caller gave one, else the kind of file. */
  readonly input: string;
  /** What was wrong, without input and place. */
  readonly problem: string;

  /**
   * @param place  where in the input, e.g. `line 12` or `byte 7`; absent when it is about the whole
   */
  constructor(code: FormatErrorCode, input: string, problem: string, place?: string) {
    super(oneLine(place === undefined ? `${input}: ${problem}` : `${input}, ${place}: ${problem}`));
    this.code = code;
    this.input = input;
    this.problem = oneLine(problem);
  }
}

/** Characters of a message: whoever reads one must see what was wrong. */
const MAX_MESSAGE = 500;

/** Parts of a file get into messages: names of elements, values. Whatever they hold, a message is one line and steers no terminal. */
function oneLine(text: string): string {
  const line = text.slice(0, 2 * MAX_MESSAGE).replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '?');
  return line.length <= MAX_MESSAGE ? line : `${line.slice(0, MAX_MESSAGE)}…`;
}

/** Characters of a value in a message. */
const SHOWN = 40;
/** Fields of a list or an object that are looked at, and lists within lists: what is shown is shorter. */
const SHOWN_FIELDS = 20;
const SHOWN_DEPTH = 3;

/**
 * A value as a message shows it: one line of at most about 40 characters; texts in quotes. Values come from files: they may be of any size and
 * depth, refer to themselves, and hold characters that would steer a terminal.
 */
export function excerpt(value: unknown): string {
  if (typeof value === 'string') return `"${shortened(value.slice(0, 1000).trim())}"`;
  return shortened(plain(value, SHOWN_DEPTH));
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '?');
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 3)}...`;
}

/** As JSON writes it, as far as it is shown. */
function plain(value: unknown, depth: number): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, SHOWN));
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth === 0) return '...';
  if (Array.isArray(value))
    return `[${value
      .slice(0, SHOWN_FIELDS)
      .map((item) => plain(item, depth - 1))
      .join()}]`;
  const fields = Object.entries(value).slice(0, SHOWN_FIELDS);
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${plain(field, depth - 1)}`).join()}}`;
}
