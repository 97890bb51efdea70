import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Admitted, Api, Head } from '../api/api.ts';
import { type Answer, refuse } from '../api/route.ts';
import { receive } from './receive.ts';
import { send } from './send.ts';

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

/** Answers HTTP requests; `failed` is told of a fault of ours: the answer is 500 and says nothing. */
export class HttpServer {
  readonly #api: Api;
  readonly #failed: (error: unknown) => void;
  readonly #known: (socket: Socket) => void;
  /** Whether somebody hands a file in or takes one along: each may fill a good part of the memory, so it is one at a time. */
  #isBusy = false;

  /** @param known  told of the connection of who is paired */
  constructor(api: Api, failed: (error: unknown) => void, known: (socket: Socket) => void) {
    this.#api = api;
    this.#failed = failed;
    this.#known = known;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const admission = this.#api.admit(headOf(request));
      if ('answer' in admission) return await send(request, response, admission.answer);
      const { admitted } = admission;
      if (admitted.who !== undefined) this.#known(request.socket);
      if (admitted.policy.rate === 'file') await this.#alone(request, response, admitted);
      else await send(request, response, await this.#answer(request, response, admitted));
    } catch (error) {
      // Who hangs up in the middle is no fault.
      if (request.destroyed && response.destroyed) return;
      this.#failed(error);
      if (!response.headersSent) await send(request, response, refuse(500, 'The robot could not answer this'));
    }
  }

  async #alone(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<void> {
    if (this.#isBusy)
      return send(request, response, refuse(503, 'Another file is on its way; wait for it', { 'retry-after': '10' }));
    this.#isBusy = true;
    try {
      await send(request, response, await this.#answer(request, response, admitted));
    } finally {
      this.#isBusy = false;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<Answer> {
    const { csrf, maxBody_bytes } = admitted.policy;
    const body = await receive(request, maxBody_bytes, csrf === 'upload', () => {
      if (request.headers.expect !== undefined) response.writeContinue();
    });
    return 'reason' in body ? refuse(body.status, body.reason) : this.#api.carryOut(admitted, body);
  }
}
