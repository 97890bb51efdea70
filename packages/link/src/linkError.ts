/** Why two processes do not come together: a closed set, so that a supervisor can decide whether to try again. */
export type LinkFault =
  | 'badOptions'
  | 'noFolder'
  | 'openFolder'
  | 'squatted'
  | 'inUse'
  | 'noServer'
  | 'wrongPeer'
  | 'noKernelWord'
  | 'refused'
  | 'silent'
  | 'failed';

/** A link that can't be opened, or a message that is not taken; the text names the socket or the field and says what to do. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly code: LinkFault;

  constructor(code: LinkFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
