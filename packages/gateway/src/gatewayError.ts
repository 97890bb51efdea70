export type GatewayErrorCode =
  | 'portInUse'
  | 'portForbidden'
  | 'noPage'
  | 'listenFailed'
  | 'noPolicy'
  | 'needsAccess'
  | 'accessDamaged'
  | 'notSaved';

/** Why a gateway could not start, or keep who is paired, in one line for a person. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'GatewayError';
    this.code = code;
  }
}

/** The error of `listen` in words. */
export function listenError(address: string, port: number, cause: NodeJS.ErrnoException): GatewayError {
  if (cause.code === 'EADDRINUSE')
    return new GatewayError(
      'portInUse',
      `Port ${port} of ${address} is in use by another program; stop it, or choose another port with --port`,
      cause,
    );
  if (cause.code === 'EACCES')
    return new GatewayError(
      'portForbidden',
      `Port ${port} may not be used by this user; choose one above 1023 with --port`,
      cause,
    );
  return new GatewayError('listenFailed', `Cannot listen on ${address}:${port}: ${cause.message}`, cause);
}
