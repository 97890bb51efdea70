import type { SE2 } from '@homebound/math';
import { FormatError } from './formatError.ts';
import { LineScanner } from './lineScanner.ts';

/** A true motion between two scans of a log, made by hand for the benchmark of Kümmerle et al. 2009. */
export interface Relation {
  readonly fromStamp_s: number;
  readonly toStamp_s: number;
  /** Pose of the robot at `toStamp_s` as seen from the robot at `fromStamp_s`. */
  readonly T_from_to: SE2;
}

/** Relations from text lines `t1 t2 dx dy dz roll pitch yaw`. Throws FormatError with the line. */
export function readRelations(text: string, input = 'relations'): readonly Relation[] {
  const scanner = new LineScanner(text, input);
  const relations: Relation[] = [];
  while (scanner.nextLine()) {
    if (scanner.lineDone) continue;
    const fromStamp_s = scanner.number('t1');
    const toStamp_s = scanner.number('t2');
    const x = scanner.number('dx');
    const y = scanner.number('dy');
    for (const field of ['dz', 'roll', 'pitch']) scanner.number(field);
    relations.push({ fromStamp_s, toStamp_s, T_from_to: { x, y, theta: scanner.number('yaw') } });
  }
  if (relations.length === 0)
    throw new FormatError('empty', input, 'is empty; expected lines `t1 t2 dx dy dz roll pitch yaw`');
  return relations;
}

/** Relations as text that `readRelations` reads: one line each, stamps and numbers with 6 decimals. */
export function writeRelations(relations: Iterable<Relation>): string {
  const lines: string[] = [];
  for (const { fromStamp_s, toStamp_s, T_from_to } of relations) {
    const { x, y, theta } = T_from_to;
    if (!Number.isFinite(fromStamp_s + toStamp_s + x + y + theta))
      throw new RangeError(
        `Cannot write relation: numbers must be finite, got (${x}, ${y}, ${theta}) from ${fromStamp_s} s to ${toStamp_s} s`,
      );
    const [dx, dy, yaw] = [x, y, theta].map((v) => v.toFixed(6));
    lines.push(`${fromStamp_s.toFixed(6)} ${toStamp_s.toFixed(6)} ${dx} ${dy} 0 0 0 ${yaw}`);
  }
  return `${lines.join('\n')}\n`;
}
