import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectLink } from './connectLink.ts';
import type { Message } from './frames.ts';
import type { Link, LinkEnd, LinkLimits } from './link.ts';
import { type LinkServer, listenLink } from './listenLink.ts';

/** A folder for a socket, removed by `remove`. */
export function socketFolder(mode = 0o750, above = tmpdir()): { path: string; folder: string; remove: () => void } {
  const folder = mkdtempSync(join(above, 'homebound-link-'));
  chmodSync(folder, mode);
  return { path: join(folder, 'test.sock'), folder, remove: () => rmSync(folder, { recursive: true }) };
}

export const me = { uids: [process.getuid?.() ?? 0] };

/** One side of a link for tests: what came over it, and how it ended. */
export class End {
  readonly got: Message[] = [];
  link!: Link;
  end: LinkEnd | undefined;
  /** Called for each message; may throw. */
  onMessage: (message: Message) => void = () => {};

  handlers = (link: Link) => {
    this.link = link;
    return {
      message: (message: Message) => {
        this.onMessage(message);
        this.got.push(message);
      },
      closed: (end: LinkEnd) => {
        this.end = end;
      },
    };
  };
}

/** A server with one client, both in this process. */
export async function linkedPair(
  path: string,
  limits: Partial<LinkLimits> = {},
): Promise<{ server: LinkServer; here: End; there: End }> {
  const here = new End();
  const there = new End();
  const server = await listenLink({ path, peers: me, ...limits }, here.handlers);
  await connectLink({ path, server: me, ...limits }, there.handlers);
  await until(() => here.link !== undefined);
  return { server, here, there };
}

/** Lets the event loop turn until it is so; fails after 10 s. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`waited 10 s for ${isSo}`);
    await new Promise((done) => setTimeout(done, 2));
  }
}
