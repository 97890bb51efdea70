import { PREFIX_BYTES } from './frames.ts';
import type { LinkLimits } from './link.ts';
import { LinkError } from './linkError.ts';

/** Checks limits; throws LinkError `badOptions`. */
export function limitsOf({ maxFrame_bytes, maxQueued_bytes, heartbeat_s, missedHeartbeats }: LinkLimits): LinkLimits {
  const refuse = (field: string, wish: string, got: number): never => {
    throw new LinkError('badOptions', `Cannot open link: ${field} must be ${wish}, got ${got}`);
  };
  if (!(Number.isInteger(maxFrame_bytes) && maxFrame_bytes > PREFIX_BYTES && maxFrame_bytes <= 2 ** 30))
    refuse('maxFrame_bytes', `a whole number in (${PREFIX_BYTES}, 2^30]`, maxFrame_bytes);
  if (!(maxQueued_bytes >= maxFrame_bytes)) refuse('maxQueued_bytes', 'at least maxFrame_bytes', maxQueued_bytes);
  if (!(heartbeat_s > 0 && heartbeat_s < 60)) refuse('heartbeat_s', 'in (0, 60)', heartbeat_s);
  if (!(Number.isInteger(missedHeartbeats) && missedHeartbeats > 0))
    refuse('missedHeartbeats', 'a whole number above 0', missedHeartbeats);
  return { maxFrame_bytes, maxQueued_bytes, heartbeat_s, missedHeartbeats };
}
