/**
 * Whom the gateway talks to. Every page on the internet can make a browser send requests to an address of the home; what it
 * can't do is forge the Host, Origin and Sec-Fetch-Site headers that the browser adds. So all three are checked before a
 * request is looked at (DNS rebinding, cross-site request forgery, cross-site WebSocket hijacking).
 */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** All values of each header, as Node's `headersDistinct` has them: a second `Host` is a trick, and is seen. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/** The names and origins under which this gateway may be called. */
export interface Names {
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
}

/** What may stand in Host and Origin of a gateway that listens on `address`; without its port, too, where that is the usual one. */
export function namesOf(address: string, port: number, further: readonly string[], isSecure: boolean): Names {
  const literal = address.includes(':') ? `[${address}]` : address;
  const own = isLoopback(address) ? ['127.0.0.1', 'localhost', '[::1]'] : [literal];
  const names = [...own, ...further.map((name) => name.toLowerCase())];
  const isUsual = port === (isSecure ? 443 : 80);
  const hosts = names.flatMap((name) => (isUsual ? [name, `${name}:${port}`] : [`${name}:${port}`]));
  return { hosts, origins: hosts.map((host) => `${isSecure ? 'https' : 'http'}://${host}`) };
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/** Refuses a request that was not addressed to this gateway by one of its own names. */
export function checkHost(headers: Headers, { hosts }: Names): Refusal | undefined {
  const values = headers.host ?? [];
  if (values.length === 1 && hosts.includes(values[0].toLowerCase())) return undefined;
  return { status: 421, reason: 'This address is not one of the robot' };
}

/** Refuses what comes from a page that is not this gateway's. `mayLack`: a program, which has no origin, may do it. */
export function checkOrigin(headers: Headers, { origins }: Names, mayLack: boolean): Refusal | undefined {
  const values = headers.origin ?? [];
  if (values.length === 0 && mayLack) return undefined;
  if (values.length === 1 && origins.includes(values[0])) return undefined;
  return { status: 403, reason: 'Only pages of the robot itself may do this' };
}

/** Refuses data to other sites' pages. Programs have no such header. */
export function checkSite(headers: Headers): Refusal | undefined {
  const values = headers['sec-fetch-site'] ?? [];
  if (values.every((value) => value === 'same-origin' || value === 'none')) return undefined;
  return { status: 403, reason: 'Other sites may not do this' };
}

/** Refuses a write that a form could send: only JSON is read. */
export function checkJson(headers: Headers): Refusal | undefined {
  const values = headers['content-type'] ?? [];
  if (values.length === 1 && /^application\/json(; *charset=utf-8)?$/i.test(values[0])) return undefined;
  return { status: 415, reason: 'Send JSON: content-type must be application/json' };
}

/** Refuses a file that a form could send: no form and no foreign page may say this type without asking the robot first. */
export function checkBinary(headers: Headers): Refusal | undefined {
  const values = headers['content-type'] ?? [];
  if (values.length === 1 && /^application\/octet-stream$/i.test(values[0])) return undefined;
  return { status: 415, reason: 'Send the file as it is: content-type must be application/octet-stream' };
}

/** Headers of every answer: nothing from elsewhere, nothing inline, nobody may frame it, no device features. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), microphone=(), payment=(), serial=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
