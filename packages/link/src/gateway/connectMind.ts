import { type ConnectOptions, connectLink } from '../connectLink.ts';
import { LinkError } from '../linkError.ts';
import { Parcels } from '../parcels.ts';
import { gatewayProtocol, type ToMind, toGateway } from './messages.ts';
import { MindLink } from './mindLink.ts';
import { gatewayLimits } from './serveGateway.ts';

/** A mind that does not welcome within this has no time for a gateway, ms. */
const WELCOME_MS = 10_000;
/** Largest export or backup that is taken. */
const MOST_BYTES = 2 ** 29;

export interface ConnectMindOptions extends Pick<ConnectOptions, 'path' | 'server' | 'peerOf'> {
  /** That the gateway will listen on. */
  readonly addresses: readonly string[];
}

/** Connects to the mind. Resolves with its welcome; rejects with LinkError when nobody of these users listens there, or it does not welcome. */
export async function connectMind(options: ConnectMindOptions): Promise<MindLink> {
  const { addresses } = options;
  let mind: MindLink | undefined;
  let welcomed!: () => void;
  const welcome = new Promise<void>((done) => {
    welcomed = done;
  });
  let parcels!: Parcels;
  const link = await connectLink({ ...gatewayLimits, ...options }, (own) => {
    parcels = new Parcels(own, {
      maxBytes: () => MOST_BYTES,
      message: (message) => {
        if (mind !== undefined) return mind.take(message);
        const head = toGateway.parse(message.head);
        if (head.type !== 'welcome') throw new LinkError('refused', `The mind said ${head.type} before its welcome`);
        mind = new MindLink(own, parcels, { head, bytes: message.bytes });
        welcomed();
      },
    });
    return { message: (message) => parcels.take(message) };
  });
  await parcels.send({ type: 'hello', protocol: gatewayProtocol, addresses: [...addresses] } satisfies ToMind);
  const late = setTimeout(() => link.close(), WELCOME_MS);
  await Promise.race([welcome, link.closed]);
  clearTimeout(late);
  if (mind === undefined)
    throw new LinkError('failed', `The mind at ${options.path} did not welcome this gateway; are both of one release?`);
  return mind;
}
