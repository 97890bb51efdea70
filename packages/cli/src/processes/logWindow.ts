import { join } from 'node:path';
import { deviceNames, sentenceOf } from '@homebound/gateway';
import type { Home } from '@homebound/home';
import { connectLink, type LinkServer, listenLink } from '@homebound/link';
import type { AuditReport } from '@homebound/vault';

/** Who did what, one line each, oldest first; then what is wrong with the log, if anything is. */
export interface ToldLog {
  readonly entries: readonly { readonly stamp_s: number; readonly text: string }[];
  readonly breaks: readonly string[];
}

/** So many are told, the newest: a week of a busy household, and far below what a frame holds. */
const MOST_TOLD = 500;
const socketOf = (run: string): string => join(run, 'log.sock');
/** The robot's own user, and who administers its system. */
const atConsole = (): { uids: number[] } => ({ uids: [...new Set([process.getuid?.() ?? 0, 0])] });

/** The log as people read it. `pairings`: the list as it is kept, for the names of devices. */
export function toldLog({ entries, breaks }: AuditReport, pairings: Uint8Array | undefined, now_s: number): ToldLog {
  const nameOf = deviceNames(pairings, now_s);
  const told = entries.slice(-MOST_TOLD).map((event) => ({ stamp_s: event.stamp_s, text: sentenceOf(event, nameOf) }));
  return { entries: told, breaks };
}

/**
 * Tells the log of a robot that runs, without any login, to whoever sits at its own console: who has the robot in hand may know who used
 * it. Over the network only an admin reads it.
 */
export function offerLog(
  run: string,
  home: { readonly audit: Pick<Home['audit'], 'check'>; readonly accessStore: Pick<Home['accessStore'], 'load'> },
  now_s: () => number,
): Promise<LinkServer> {
  return listenLink({ path: socketOf(run), peers: atConsole(), maxLinks: 4 }, (link) => ({
    message: () => {
      void home.audit.check().then(
        (report) => link.send({ ...toldLog(report, home.accessStore.load(), now_s()) }),
        () => link.close(),
      );
    },
  }));
}

/**
 * Asks the robot that runs in this folder for its log. Rejects when there is none.
 * @param mindUid  whom the robot's mind belongs to: nobody else's word is taken for its log
 */
export async function askLog(run: string, mindUid = process.getuid?.() ?? 0): Promise<ToldLog> {
  let told: ToldLog | undefined;
  const link = await connectLink({ path: socketOf(run), server: { uids: [mindUid] } }, (self) => ({
    message: ({ head }) => {
      told = head as unknown as ToldLog;
      self.close();
    },
  }));
  link.send({ kind: 'log' });
  const end = await link.closed;
  if (told === undefined) throw new Error(`the robot did not tell: ${'error' in end ? String(end.error) : end.reason}`);
  return told;
}
