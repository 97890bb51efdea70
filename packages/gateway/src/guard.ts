import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the gateway. Every page on the internet can make a browser send requests to 127.0.0.1; what it can't do
 * is forge the Host, Origin and Sec-Fetch-Site headers that the browser adds. So all three are checked before a request is
 * looked at (DNS rebinding, cross-site request forgery, cross-site WebSocket hijacking).
 */
export interface Refusal {
  readonly status: 403 | 421;
  readonly reason: string;
}

/** The names under which this gateway may be called. */
export function allowedHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
}

/** All values of a header; Node keeps only the first `Host`, and a second one is a trick. */
function valuesOf(request: IncomingMessage, name: string): readonly string[] {
  return request.headersDistinct[name] ?? [];
}

/** Refuses a request that was not addressed to this gateway by one of its own names. */
export function checkHost(request: IncomingMessage, hosts: readonly string[]): Refusal | undefined {
  const values = valuesOf(request, 'host');
  if (values.length === 1 && hosts.includes(values[0].toLowerCase())) return undefined;
  return { status: 421, reason: 'This address is not one of the robot' };
}

/** Refuses what does not come from a page of this gateway. A missing Origin is refused, too: browsers always send one. */
export function checkOrigin(request: IncomingMessage, hosts: readonly string[]): Refusal | undefined {
  const values = valuesOf(request, 'origin');
  if (values.length === 1 && hosts.some((host) => values[0] === `http://${host}`)) return undefined;
  return { status: 403, reason: 'Only pages of the robot itself may do this' };
}

/** Refuses data to other sites' pages. Programs without the header (curl) are let through: they run as the user anyway. */
export function checkSite(request: IncomingMessage): Refusal | undefined {
  const values = valuesOf(request, 'sec-fetch-site');
  if (values.every((value) => value === 'same-origin' || value === 'none')) return undefined;
  return { status: 403, reason: 'Other sites may not read this' };
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
