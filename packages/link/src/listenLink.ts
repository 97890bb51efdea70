import { createServer, type Socket } from 'node:net';
import { limitsOf } from './limitsOf.ts';
import { defaultLimits, Link, type LinkHandlers, type LinkLimits } from './link.ts';
import { LinkError } from './linkError.ts';
import { type Peer, peerOf } from './peerOf.ts';
import { checkFolder, clearPlace } from './socketPlace.ts';

export interface ListenOptions extends Partial<LinkLimits> {
  readonly path: string;
  /** Users whose processes may connect; nobody else, root neither unless it is named. */
  readonly peers: { readonly uids: readonly number[] };
  /** Links at a time; 1 by default. A further peer is turned away. */
  readonly maxLinks?: number;
  /** A process that was turned away, for the log. */
  readonly onRefused?: (reason: 'wrongUser' | 'full' | 'unknown', peer?: Peer) => void;
  /** Who the peer is; the kernel's word unless a test says otherwise. */
  readonly peerOf?: (socket: Socket) => Peer;
}

export interface LinkServer {
  readonly path: string;
  /** Links that are open. */
  readonly links: ReadonlySet<Link>;
  /** Closes the socket and all its links, and removes the socket's file. */
  close(): Promise<void>;
}

/** Group and owner may connect: which group that is, the folder's service says. */
const SOCKET_UMASK = 0o117;

/**
 * Listens on a UNIX socket for processes of certain users. `accept` gets each that the kernel vouches for.
 * Rejects with LinkError when the folder is not safe, or the place is taken.
 */
export async function listenLink(options: ListenOptions, accept: (link: Link) => LinkHandlers): Promise<LinkServer> {
  const { path, peers, maxLinks = 1, onRefused = () => {} } = options;
  const limits = limitsOf({ ...defaultLimits, ...options });
  const askKernel = options.peerOf ?? peerOf;
  checkFolder(path);
  await clearPlace(path);
  const links = new Set<Link>();

  const server = createServer((socket) => {
    socket.on('error', () => {}); // it may fail before anybody has it
    let peer: Peer | undefined;
    try {
      peer = askKernel(socket);
    } catch {}
    const why = refusal(peer, peers.uids, links.size, maxLinks);
    if (peer === undefined || why !== undefined) {
      socket.destroy();
      return onRefused(why ?? 'unknown', peer);
    }
    const link = new Link(socket, peer, limits, accept);
    links.add(link);
    void link.closed.then(() => links.delete(link));
  });
  await bind(server, path);
  return {
    path,
    links,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const link of links) link.close();
      }),
  };
}

function refusal(
  peer: Peer | undefined,
  uids: readonly number[],
  open: number,
  maxLinks: number,
): 'wrongUser' | 'full' | 'unknown' | undefined {
  if (peer === undefined) return 'unknown';
  if (!uids.includes(peer.uid)) return 'wrongUser';
  return open >= maxLinks ? 'full' : undefined;
}

function bind(server: ReturnType<typeof createServer>, path: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (cause) =>
      fail(new LinkError('failed', `Cannot open link ${path}: ${cause.message}`, { cause })),
    );
    // The file has its mode from its first moment on: the call binds before it returns.
    const before = process.umask(SOCKET_UMASK);
    try {
      server.listen({ path }, done);
    } finally {
      process.umask(before);
    }
  });
}
