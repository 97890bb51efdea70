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
    super(place === undefined ? `${input}: ${problem}` : `${input}, ${place}: ${problem}`);
    this.code = code;
    this.input = input;
    this.problem = problem;
  }
}

/** A value as a message shows it: one line of at most about 40 characters; texts in quotes. */
export function excerpt(value: unknown): string {
  const isText = typeof value === 'string';
  const text = isText ? value.replace(/\s+/g, ' ').trim() : (JSON.stringify(value) ?? 'nothing');
  const short = text.length <= 40 ? text : `${text.slice(0, 37)}...`;
  return isText ? `"${short}"` : short;
}
