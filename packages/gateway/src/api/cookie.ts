/** Name of the session's cookie; under TLS the browser itself holds it to this host. */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-homebound' : 'homebound';
}

/** A cookie for the whole session, or, with an empty token, the end of it. */
export function sessionCookie(token: string, isSecure: boolean): string {
  const age_s = token === '' ? 0 : 365 * 86_400;
  return `${cookieName(isSecure)}=${token}; Path=/; Max-Age=${age_s}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

/** The token in a request: of a program's `Authorization: Bearer`, or of a page's cookie. */
export function tokenOf(
  headers: Readonly<Record<string, readonly string[] | undefined>>,
  isSecure: boolean,
): { readonly token: string; readonly from: 'bearer' | 'cookie' } | undefined {
  const bearer = /^Bearer ([\w-]{43})$/.exec(headers.authorization?.[0] ?? '');
  if (bearer !== null) return { token: bearer[1], from: 'bearer' };
  for (const part of (headers.cookie ?? []).join(';').split(';')) {
    const [name, token] = part.trim().split('=', 2);
    if (name === cookieName(isSecure) && /^[\w-]{43}$/.test(token ?? '')) return { token, from: 'cookie' };
  }
  return undefined;
}
