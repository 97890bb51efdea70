/** A mistake that the person at the keyboard can mend: printed as one line, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/** Names of errors whose message is meant for people as it is. */
const plainErrors = new Set([
  'CliError',
  'FormatError',
  'WorldError',
  'GatewayError',
  'HardenError',
  'LinkError',
  'UpdateError',
  'HomeRefusal',
  'VaultError',
  'RangeError',
  'TypeError',
]);

/** What the person who started something can mend: a port that is taken, a home that another robot has, a world that is none. */
const mistakes = new Set([
  'CliError',
  'FormatError',
  'WorldError',
  'GatewayError',
  'HardenError',
  'HomeRefusal',
  'VaultError',
]);

export function isMistake(error: unknown): boolean {
  return error instanceof Error && mistakes.has(error.name);
}

/** One line for any error; the stack only for what is our own mistake. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (plainErrors.has(error.name)) return error.message.split('\n')[0];
  return error.stack ?? error.message;
}
