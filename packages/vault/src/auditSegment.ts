import { type AuditEntry, chained } from './auditEntry.ts';

/** A part of the log, as it is kept: how the chain stood before it, its entries, how it stands after them. */
export interface AuditSegment {
  readonly before: AuditEnd;
  readonly entries: readonly AuditEntry[];
  readonly end: AuditEnd;
}

/** Where a chain has come to. */
export interface AuditEnd {
  readonly seq: number;
  readonly hash: string;
}

export function encodeSegment(before: AuditEnd, entries: readonly AuditEntry[]): Uint8Array {
  const { seq, hash } = entries.at(-1) ?? before;
  return Buffer.from(JSON.stringify({ before, entries, end: { seq, hash } } satisfies AuditSegment));
}

export function decodeSegment(content: Uint8Array): AuditSegment {
  return JSON.parse(Buffer.from(content).toString()) as AuditSegment;
}

/**
 * Follows the chain through segments in their order.
 * @returns where it breaks, a line each; what follows a break is followed on from there
 */
export function chainBreaks(segments: readonly AuditSegment[]): string[] {
  const breaks: string[] = [];
  let at = segments[0]?.before;
  for (const { before, entries, end } of segments) {
    if (!isSame(before, at)) breaks.push(`entries ${at.seq + 1} to ${before.seq} are missing, or others stood there`);
    at = before;
    for (const entry of entries) {
      const due = chained(at, entry);
      if (due.seq !== entry.seq) breaks.push(`after entry ${at.seq} stands entry ${entry.seq}`);
      else if (due.hash !== entry.hash) breaks.push(`entry ${entry.seq} was changed, or the one before it`);
      at = entry;
    }
    if (!isSame(end, at)) breaks.push(`the log was cut off: entry ${at.seq} is its last, ${end.seq} was written`);
    at = end;
  }
  return breaks;
}

function isSame(a: AuditEnd, b: AuditEnd): boolean {
  return a.seq === b.seq && a.hash === b.hash;
}
