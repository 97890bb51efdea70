import type { AuditEvent } from '@homebound/vault';
import type { MindPorts } from './mindPorts.ts';

/** The time is the mind's own: a gateway can't write into the past. What can't be written down is warned of, and holds up nothing. */
export function writeDown(
  { audit, clock, warn }: Pick<MindPorts, 'audit' | 'clock' | 'warn'>,
  event: Omit<AuditEvent, 'stamp_s'>,
): void {
  try {
    audit.append({ ...event, stamp_s: clock.wall_s() });
  } catch (error) {
    warn(`could not write down ${event.kind}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
