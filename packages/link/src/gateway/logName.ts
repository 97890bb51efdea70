/**
 * Who it is in the log: a paired device by its session, a program of this machine as `here`, who gave no secret as `nobody`; `unknown` for a secret that
 * is nobody's now.
 */
export function logName(id: string | undefined): string {
  if (id === undefined) return 'unknown';
  return id === 'here' || id === 'nobody' ? id : `session-${id}`;
}
