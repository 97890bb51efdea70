import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../api/route.ts';
import { securityHeaders } from '../guard.ts';

/** So much waits in a socket; the rest of a file waits where it is. */
const piece_bytes = 256 * 1024;
/** Who takes no piece for this long is dropped, s. */
const patience_s = 20;

/** Sends an answer with the headers that every answer has. @returns once it is handed over, or the receiver is gone */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
  wait_s = patience_s,
): Promise<void> {
  if (response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // Where the request was not read to its end, the rest must not be taken for the next one.
  const end = status >= 400 ? { connection: 'close' } : {};
  response.writeHead(status, {
    ...securityHeaders,
    ...headers,
    ...end,
    ...(status !== 304 && { 'content-length': String(bytes.length) }),
  });
  if (request.method === 'HEAD' || status === 304) {
    response.end();
    return;
  }
  for (let at = 0; at < bytes.length && !response.destroyed; at += piece_bytes)
    if (!response.write(bytes.subarray(at, at + piece_bytes))) await drained(response, wait_s);
  response.end();
}

/** Waits until there is room again; drops who makes none. */
function drained(response: ServerResponse, wait_s: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => response.destroy(), 1000 * wait_s);
    const done = (): void => {
      clearTimeout(late);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}
