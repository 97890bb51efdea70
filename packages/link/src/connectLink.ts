import { connect, type Socket } from 'node:net';
import { limitsOf } from './limitsOf.ts';
import { defaultLimits, Link, type LinkHandlers, type LinkLimits } from './link.ts';
import { LinkError } from './linkError.ts';
import { type Peer, peerOf } from './peerOf.ts';

export interface ConnectOptions extends Partial<LinkLimits> {
  readonly path: string;
  /** Users that the listening process may belong to: a socket under the right name proves nothing. */
  readonly server: { readonly uids: readonly number[] };
  /** Who the peer is; the kernel's word unless a test says otherwise. */
  readonly peerOf?: (socket: Socket) => Peer;
  /** For pictures: what comes is overwritten once it was handed over. A message's bytes are lent for as long as its handler runs. */
  readonly wipes?: boolean;
}

/** Bytes that are read at a time where they are wiped: always into the same memory. */
const READ_BYTES = 2 ** 16;

/** Connects to a process that listens as one of the users named. Rejects with LinkError; nothing is sent before the kernel has spoken. */
export async function connectLink(options: ConnectOptions, handlersOf: (link: Link) => LinkHandlers): Promise<Link> {
  const limits = limitsOf({ ...defaultLimits, ...options });
  const { wipes = false } = options;
  const socket = await opened(options.path, wipes);
  try {
    const peer = (options.peerOf ?? peerOf)(socket);
    if (!options.server.uids.includes(peer.uid))
      throw new LinkError(
        'wrongPeer',
        `Cannot use link ${options.path}: process ${peer.pid} of user ${peer.uid} listens there, not one of user ${options.server.uids.join(' or ')}`,
      );
    return new Link(socket, peer, limits, handlersOf, wipes);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function opened(path: string, wipes: boolean): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = wipes ? connectWiping(path) : connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      socket.on('error', () => {});
      done(socket);
    });
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      const nobody = cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED';
      const what = nobody ? 'nobody listens there; start the other process first' : cause.message;
      fail(new LinkError(nobody ? 'noServer' : 'failed', `Cannot open link ${path}: ${what}`, { cause }));
    });
  });
}

/** Node reads into memory of its own, and drops it as it is; here into one piece that is overwritten. */
function connectWiping(path: string): Socket {
  const socket: Socket = connect({
    path,
    onread: {
      buffer: new Uint8Array(READ_BYTES),
      callback: (length, memory) => {
        socket.emit('data', memory.subarray(0, length));
        memory.fill(0, 0, length);
        return true;
      },
    },
  });
  return socket;
}
