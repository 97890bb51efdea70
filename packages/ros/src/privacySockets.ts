/** A UDP socket of this process that is bound: its own address and port. */
export interface BoundSocket {
  readonly address: string;
  readonly port: number;
}

/**
 * What is wrong with the sockets that the middleware has opened; undefined when nothing is. A profile that is not obeyed, or
 * is not understood by another version, must not go unseen.
 * @param rmw    `rmw_cyclonedds_cpp` listens on all addresses (strangers' words are told by the domain's tag) and sends
 *               from one; Fast DDS has none at all under its profile
 */
export function socketFault(rmw: string, sockets: readonly BoundSocket[]): string | undefined {
  const mayListenOnAll = rmw === 'rmw_cyclonedds_cpp';
  const open = sockets.filter(({ address }) => !isLoopback(address) && !(mayListenOnAll && isAny(address)));
  const worst =
    open[0] ?? (mayListenOnAll && !sockets.some(({ address }) => isLoopback(address)) ? sockets[0] : undefined);
  if (worst === undefined) return undefined;
  return `${rmw} did not keep to this machine: it has a socket at ${worst.address}:${worst.port}`;
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';

/**
 * Sockets out of Linux's table of them.
 * @param table   text of /proc/self/net/udp or udp6
 * @param inodes  those of this process's file descriptors
 */
export function boundSockets(table: string, inodes: ReadonlySet<string>): BoundSocket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      if (fields.length < 10 || !inodes.has(fields[9])) return [];
      const [address, port] = fields[1].split(':');
      return [{ address: address.length === 8 ? ipv4(address) : ipv6(address), port: Number.parseInt(port, 16) }];
    });
}

/** The kernel prints words as this machine has them in memory: on all that ROS runs on, lowest byte first. */
const bytesOf = (word: string): number[] =>
  word
    .match(/../g)!
    .map((byte) => Number.parseInt(byte, 16))
    .reverse();
const ipv4 = (hex: string): string => bytesOf(hex).join('.');

function ipv6(hex: string): string {
  const bytes = hex.match(/.{8}/g)!.flatMap(bytesOf);
  if (bytes.every((byte) => byte === 0)) return '::';
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1';
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12).join('.');
  return Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] << 8) | bytes[2 * i + 1]).toString(16)).join(':');
}
