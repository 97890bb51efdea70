import type { Socket } from 'node:net';
import { isLoopback } from '../guard.ts';

export const mostConnections = 128;
/** Of one address of the network. */
export const mostOwnConnections = 32;

type Connection = Pick<Socket, 'remoteAddress' | 'remotePort' | 'destroy' | 'on'>;

/**
 * Bounds how many connections there are, and how many of one address; those of the machine itself count together only. When all places are
 * taken, the stranger who has one for longest gives it up: who fills them from a few addresses of the network shuts no paired device out.
 */
export class Connections {
  readonly #open = new Map<string, Connection>();
  readonly #known = new Set<string>();

  came(connection: Connection): void {
    const { remoteAddress = '' } = connection;
    const own = [...this.#open.values()].filter((other) => other.remoteAddress === remoteAddress).length;
    if (own >= mostOwnConnections && !isLoopback(remoteAddress)) return void connection.destroy();
    if (this.#open.size >= mostConnections && !this.#makeRoom()) return void connection.destroy();
    const key = keyOf(connection);
    this.#open.set(key, connection);
    connection.on('close', () => this.#gone(key));
  }

  /** A paired device asks over this connection. TLS has a socket of its own over it, with the same two ends. */
  know(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): void {
    const key = keyOf(socket);
    if (this.#open.has(key)) this.#known.add(key);
  }

  #makeRoom(): boolean {
    const stranger = [...this.#open].find(([key]) => !this.#known.has(key));
    if (stranger === undefined) return false;
    this.#gone(stranger[0]);
    stranger[1].destroy();
    return true;
  }

  #gone(key: string): void {
    this.#open.delete(key);
    this.#known.delete(key);
  }
}

function keyOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress} ${remotePort}`;
}
