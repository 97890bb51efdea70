import { createServer, type Server, type ServerOptions } from 'node:https';
import type { DeviceCertificates } from './deviceCertificates.ts';

/** Who connects and does not finish the handshake in this time is let go, ms; two minutes unless it is said. */
const handshake_ms = 10_000;
/** How often it is asked whether the certificate is to be made anew, ms: a clock that was set is noticed within this. */
const renewPeriod_ms = 10_000;

/** An HTTPS server whose certificate is made anew in time, and when the clock has been set; open connections stay. */
export function serveTls(options: ServerOptions, certificates: DeviceCertificates, wall_s: () => number): Server {
  let leaf = certificates.leaf(wall_s());
  const server = createServer({
    ...options,
    key: leaf.key,
    cert: leaf.cert,
    minVersion: 'TLSv1.2',
    handshakeTimeout: handshake_ms,
  });
  const renew = setInterval(() => {
    if (wall_s() < leaf.renew_s) return;
    leaf = certificates.leaf(wall_s());
    server.setSecureContext({ key: leaf.key, cert: leaf.cert, minVersion: 'TLSv1.2' });
  }, renewPeriod_ms).unref();
  server.on('close', () => clearInterval(renew));
  return server;
}
