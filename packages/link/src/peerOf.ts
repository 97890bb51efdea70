import type { Socket } from 'node:net';
import { libc } from './libc.ts';
import { LinkError } from './linkError.ts';

/** Who holds the other end of a socket, by the kernel's word: as it was when it connected, or when it began to listen. */
export interface Peer {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

// asm-generic/socket.h; the same on x86, ARM and RISC-V.
const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
/** struct ucred: pid, uid, gid. */
const UCRED_BYTES = 12;

/** Throws LinkError where the kernel can't say: a peer that nobody vouches for is none. */
export function peerOf(socket: Socket): Peer {
  // Node has no public name for a socket's descriptor.
  const fd = (socket as unknown as { _handle: { fd: number } | null })._handle?.fd ?? -1;
  const credentials = [0, 0, 0];
  const length = [UCRED_BYTES];
  if (fd < 0 || libc().getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length) !== 0 || length[0] !== UCRED_BYTES)
    throw new LinkError(
      'noKernelWord',
      `Cannot ask the kernel who the peer is: descriptor ${fd} is no open UNIX socket`,
    );
  const [pid, uid, gid] = credentials;
  return { pid, uid, gid };
}
