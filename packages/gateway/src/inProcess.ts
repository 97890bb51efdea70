import { type ApiParts, type Head, soundParts } from './api/api.ts';
import { type Answer, refuse } from './api/route.ts';
import { buttonsOf } from './desk.ts';
import { namesOf } from './guard.ts';
import type { BodyButtons, GatewayOptions } from './options.ts';
import { gatewayCore } from './startGateway.ts';

export type { Answer, ApiParts, Head };

/** The API without a socket: for a process that has its own way to be asked, and for a million requests of a test. */
export interface InProcessGateway {
  readonly body: BodyButtons;
  /** Method and path of every route. */
  readonly keys: readonly string[];
  /** The answer to one request; rejects on a fault of ours, which over a socket would be a 500. */
  ask(head: Head, body: Uint8Array): Promise<Answer>;
}

/**
 * The gateway of `startGateway`, as if it listened on `address` and `options.port`.
 * @param parts  faults that a test plants, to see that it would find them
 */
export function inProcessGateway(options: GatewayOptions, parts: Partial<ApiParts> = {}): InProcessGateway {
  const { address = '127.0.0.1', port, access, tls } = options;
  const names = namesOf(address, port, access?.names ?? [], tls !== undefined);
  const { api, desk, keys } = gatewayCore(options, () => names, { ...soundParts, ...parts });
  return {
    body: buttonsOf(desk),
    keys,
    ask: async (head, body) => {
      const admission = api.admit(head);
      if ('answer' in admission) return admission.answer;
      const { maxBody_bytes } = admission.admitted.policy;
      if (body.length > maxBody_bytes) return refuse(413, `The body may have at most ${maxBody_bytes} bytes`);
      return api.carryOut(admission.admitted, body);
    },
  };
}
