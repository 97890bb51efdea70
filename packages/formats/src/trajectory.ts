import type { StampedPose } from '@homebound/math';
import { FormatError } from './formatError.ts';
import { LineScanner } from './lineScanner.ts';

const header = 'stamp_s,x_m,y_m,yaw_rad';

/** Poses as CSV: a header, then one line a pose, all numbers to the micro (µs, µm, µrad). */
export function writeTrajectory(poses: Iterable<StampedPose>): string {
  const lines = [header];
  for (const { stamp_s, T } of poses)
    lines.push(`${stamp_s.toFixed(6)},${T.x.toFixed(6)},${T.y.toFixed(6)},${T.theta.toFixed(6)}`);
  return `${lines.join('\n')}\n`;
}

/** Poses from CSV with the header `stamp_s,x_m,y_m,yaw_rad`. Throws FormatError with the line. */
export function readTrajectory(text: string, input = 'trajectory'): readonly StampedPose[] {
  if (text.trim() === '') throw new FormatError('empty', input, `is empty; expected a line ${header}`);
  const scanner = new LineScanner(text, input, ',');
  scanner.nextLine();
  const columns = header.split(',');
  if (!columns.every((column) => scanner.word() === column) || !scanner.lineDone)
    throw scanner.error('foreign', `should be ${header}`);
  const poses: StampedPose[] = [];
  while (scanner.nextLine()) {
    if (scanner.lineDone) continue;
    const [stamp_s, x, y, theta] = columns.map((column) => scanner.number(column));
    if (!scanner.lineDone) throw scanner.error('malformed', `has more than ${columns.length} columns`);
    poses.push({ stamp_s, T: { x, y, theta } });
  }
  return poses;
}
