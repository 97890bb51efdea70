export { type ConnectOptions, connectLink } from './connectLink.ts';
export type { Message } from './frames.ts';
export { defaultLimits, Link, type LinkEnd, type LinkHandlers, type LinkLimits } from './link.ts';
export { LinkError, type LinkFault } from './linkError.ts';
export { type LinkServer, type ListenOptions, listenLink } from './listenLink.ts';
export type { Peer } from './peerOf.ts';
