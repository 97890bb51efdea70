import { defaultGeometry, type RobotGeometry } from '@homebound/robot';
import type { Message } from '../frames.ts';
import { LinkError } from '../linkError.ts';
import type { BodyClock } from './bodyClock.ts';

/** The first message of the motors' process: which body it drives, and what its clock says. */
export interface MotorHello {
  readonly geometry: RobotGeometry;
  readonly commandTimeout_s: number;
  readonly clock: BodyClock;
}

/**
 * Three seconds of silence are an end that stands still, not one on a busy machine: a mind that has a tenth of a processor says nothing for a second while it
 * plans, and starting it anew costs the job. It makes nothing less safe: wheels stop 0.16 s after the last wish, a camera shuts itself after 0.5 s.
 */
export const motorLimits = { missedHeartbeats: 12 };

/** Goes up when a message changes its meaning; both ends are of one release, so they agree or one was not restarted. */
const PROTOCOL = 2;

export function helloHead(hello: MotorHello): object {
  return { kind: 'hello', protocol: PROTOCOL, ...hello };
}

/** Throws LinkError `refused`, with what is missing by its name. */
export function readHello({ head }: Message): MotorHello {
  if (head.kind !== 'hello')
    throw new LinkError('refused', `Cannot greet motors: the first message must be hello, got ${head.kind}`);
  if (head.protocol !== PROTOCOL)
    throw new LinkError(
      'refused',
      `Cannot greet motors: they speak protocol ${head.protocol}, this is ${PROTOCOL}; restart both`,
    );
  const clock = numbersLike({ stamp_s: 0, monotonic_s: 0, rate: 1 }, head.clock, 'clock');
  const geometry = numbersLike(defaultGeometry, head.geometry, 'geometry');
  const { commandTimeout_s } = numbersLike({ commandTimeout_s: 0 }, head, 'hello');
  if (!(commandTimeout_s > 0 && clock.rate > 0))
    throw new LinkError('refused', 'Cannot greet motors: commandTimeout_s and clock.rate must be > 0');
  return { geometry, commandTimeout_s, clock };
}

/** What a message has where the model has numbers: each a finite one. */
function numbersLike<T extends object>(model: T, found: unknown, name: string): T {
  const held = (typeof found === 'object' && found !== null ? found : {}) as Record<string, unknown>;
  const pairs = Object.entries(model).map(([key, value]) => {
    if (typeof value === 'object') return [key, numbersLike(value, held[key], `${name}.${key}`)];
    if (typeof held[key] !== 'number' || !Number.isFinite(held[key]))
      throw new LinkError('refused', `Cannot greet motors: ${name}.${key} must be a finite number, got ${held[key]}`);
    return [key, held[key]];
  });
  return Object.fromEntries(pairs) as T;
}
