/** Why an update is refused: a closed set, so that whoever shows it can say it in a household's words. */
export type UpdateFault =
  | 'notAnUpdate'
  | 'cutOff'
  | 'tooLarge'
  | 'damaged'
  | 'signature'
  | 'keys'
  | 'device'
  | 'older'
  | 'path'
  | 'diskFull'
  | 'diskFailed'
  | 'busy'
  | 'notSetUp'
  | 'nothingToDo';

/** An update or a release that is not taken; the message names it and says what to do. What runs is as it was. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  readonly code: UpdateFault;

  constructor(code: UpdateFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** An error of the disk as one of ours; any other as it is. */
export function named(cause: unknown, doing: string): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (cause instanceof UpdateError || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return cause;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UpdateError('diskFull', `The disk is full: ${doing} needs more room. What ran before still runs`, {
      cause,
    });
  return new UpdateError('diskFailed', `The disk refused (${code}): ${doing}. What ran before still runs`, { cause });
}
