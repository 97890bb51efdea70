import { join } from 'node:path';
import { type BodyButtons, type GatewayOptions, startGateway } from '@homebound/gateway';
import { projectRoot } from './projectRoot.ts';

export type PageOptions = Omit<GatewayOptions, 'page' | 'address' | 'access' | 'tls'>;

/**
 * Serves the page until Ctrl-C, and runs `work` beside it.
 * @param work  what goes on meanwhile; told where what people press on the robot goes, and to end by `stop`. Absent: nothing
 */
export async function servePage(
  options: PageOptions,
  says: string,
  work?: { run(): Promise<void>; served(buttons: BodyButtons): void; stop(): void },
): Promise<void> {
  const gateway = await startGateway({ ...options, page: join(projectRoot(), 'dist', 'viewer') });
  process.stdout.write(`${says} Open ${gateway.url} (Ctrl-C ends it)\n`);
  const signalled = new Promise<void>((done) => {
    // Not `once`: through `npm start` a Ctrl-C arrives twice, and the second must not kill what the first is ending.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => done());
  });
  try {
    if (work === undefined) await signalled;
    else {
      work.served(gateway.body);
      void signalled.then(() => work.stop());
      await work.run();
    }
  } finally {
    await gateway.close();
  }
}
