import { createHash } from 'node:crypto';

/** What is written down: a closed list, so that nothing personal finds its way in. */
export const auditKinds = [
  'login',
  'pairing',
  'role',
  'session',
  'camera',
  'export',
  'delete',
  'config',
  'clock',
  'update',
  'manualDrive',
  'job',
  'reset',
  'refused',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** Who did what, without a name, a place or a content. */
export interface AuditEvent {
  readonly stamp_s: number;
  readonly kind: AuditKind;
  /** A session or part of the robot, by a short word: `session-3`, `button`. */
  readonly by: string;
  /** What of the kind, by a short word: `begin`, `map`, `role-admin`. */
  readonly what: string;
  readonly outcome: 'done' | 'refused';
}

/** An event in the chain. */
export interface AuditEntry extends AuditEvent {
  /** Counts from 1 through the whole log. */
  readonly seq: number;
  /** SHA-256 over the hash before and this entry. */
  readonly hash: string;
}

/** Before the first entry. */
export const FIRST_HASH = '0'.repeat(64);
const WORD = /^[a-z][a-z0-9-]{0,31}$/;

/** Throws RangeError for an event that the list has no place for. */
export function checkAuditEvent({ stamp_s, kind, by, what, outcome }: AuditEvent): void {
  if (!auditKinds.includes(kind))
    throw new RangeError(`The audit log has no kind ${kind}; there are ${auditKinds.join(', ')}`);
  for (const [field, word] of Object.entries({ by, what }))
    if (!WORD.test(word))
      throw new RangeError(
        `Audit ${kind}: ${field} must be a short word of a-z, 0-9 and -, got ${JSON.stringify(word)}`,
      );
  if (!Number.isFinite(stamp_s)) throw new RangeError(`Audit ${kind}: stamp_s is ${stamp_s}`);
  if (outcome !== 'done' && outcome !== 'refused') throw new RangeError(`Audit ${kind}: outcome is ${outcome}`);
}

/** The next entry of a chain that ends in `before`. */
export function chained(before: { seq: number; hash: string }, event: AuditEvent): AuditEntry {
  const { stamp_s, kind, by, what, outcome } = event;
  const seq = before.seq + 1;
  const text = JSON.stringify([before.hash, seq, stamp_s, kind, by, what, outcome]);
  return { seq, stamp_s, kind, by, what, outcome, hash: createHash('sha256').update(text).digest('hex') };
}
