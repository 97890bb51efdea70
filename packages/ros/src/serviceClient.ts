import type { CallError, Outcome } from '@homebound/graph';
import type { RclClient } from './rcl.ts';
import { DISCOVERY_s, watchServer } from './serverWatch.ts';

/**
 * Calls a service, waiting for it to appear: on a real graph a server that is there may not have been discovered yet.
 * The deadline covers both and is real time, also when the graph's time is simulated. Never rejects.
 */
export async function callService<Req, Res>(
  client: RclClient,
  name: string,
  request: Req,
  timeout_s: number | undefined,
): Promise<Outcome<Res>> {
  const fail = (code: CallError['code'], message: string): Outcome<Res> => ({ ok: false, error: { code, message } });
  const gone = new AbortController();
  let endWatch = (): void => {};
  try {
    const begin_ms = performance.now();
    const discovery_s = timeout_s ?? DISCOVERY_s;
    if (!(await client.waitForService(discovery_s * 1000)))
      return fail('unavailable', `No server of ${name} within ${discovery_s} s`);
    endWatch = watchServer(
      () => client.isServiceServerAvailable(),
      () => gone.abort(),
    );
    const left_ms = timeout_s === undefined ? undefined : begin_ms + timeout_s * 1000 - performance.now();
    const response = await client.sendRequestAsync(request, {
      signal: gone.signal,
      ...(left_ms === undefined ? {} : { timeout: Math.max(1, Math.round(left_ms)) }),
    });
    return { ok: true, value: response as Res };
  } catch (error) {
    if (gone.signal.aborted) return fail('unavailable', `The server of ${name} has gone`);
    const isTimeout = error instanceof Error && /Timeout/.test(error.name);
    if (isTimeout) return fail('timeout', `${name} did not answer within ${timeout_s} s`);
    return fail('failed', error instanceof Error ? error.message : String(error));
  } finally {
    endWatch();
  }
}
