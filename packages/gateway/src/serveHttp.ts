import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api, Head } from './api/api.ts';
import { type Answer, refuse } from './api/route.ts';
import { securityHeaders } from './guard.ts';

export function headOf(request: IncomingMessage): Head {
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.headersDistinct,
    client: clientOf(request.socket.remoteAddress ?? 'unknown'),
  };
}

/** Who a limit counts: one IPv4 address, or the 64 bits of IPv6 that one home has. */
function clientOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain;
}

/** A body of at most `most_bytes`, or undefined when there is more. */
async function bodyOf(request: IncomingMessage, most_bytes: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most_bytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  // Where the request was not read to its end, the rest must not be taken for the next one.
  const end = status >= 400 ? { connection: 'close' } : {};
  response.writeHead(status, {
    ...securityHeaders,
    ...headers,
    ...end,
    ...(status !== 304 && { 'content-length': String(length) }),
  });
  response.end(request.method === 'HEAD' || status === 304 ? undefined : body);
}

/** Answers one HTTP request. `failed` is told of a fault of ours: the answer is 500 and says nothing. */
export async function serveHttp(
  api: Api,
  request: IncomingMessage,
  response: ServerResponse,
  failed: (error: unknown) => void,
): Promise<void> {
  try {
    const admission = api.admit(headOf(request));
    if ('answer' in admission) return send(request, response, admission.answer);
    const { admitted } = admission;
    const { maxBody_bytes } = admitted.policy;
    const body = await bodyOf(request, maxBody_bytes);
    if (body === undefined)
      return send(request, response, refuse(413, `The body may have at most ${maxBody_bytes} bytes`));
    send(request, response, await api.carryOut(admitted, body));
  } catch (error) {
    // Who hangs up in the middle is no fault.
    if (request.destroyed && response.destroyed) return;
    failed(error);
    if (!response.headersSent) send(request, response, refuse(500, 'The robot could not answer this'));
  }
}
