/** A picture that is no JPEG, is damaged, or is of a kind that cameras do not send. */
export class JpegError extends Error {
  constructor(message: string) {
    super(`Cannot read JPEG: ${message}`);
    this.name = 'JpegError';
  }
}
