import type { CameraStatus, PictureEntry } from '@homebound/wire';

/** `1 day`, `3 days`. */
export function daysWords(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function countWords(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`;
}

/** What everybody who lives there is told, whoever looks: that pictures are kept, and who sees them. Empty while none are. */
export function householdWords({ keepsPictures_days = 0, tellsPeople }: CameraStatus): string {
  if (keepsPictures_days === 0) return '';
  const kept = `kept for ${daysWords(keepsPictures_days)}; admins see them.`;
  if (tellsPeople === true) return `Pictures of obstacles are ${kept}`;
  return `Pictures of obstacles are to be ${kept} None is taken now, as nothing could tell that a person is in sight.`;
}

/** How it stands with pictures of obstacles, for who may switch them. */
export function keptWords(keep_days: number, count: number, tellsPeople: boolean): string {
  if (keep_days > 0 && tellsPeople) return count === 0 ? 'None is kept now.' : `${isAre(count)} kept.`;
  if (keep_days === 0 && tellsPeople) return 'Off, as it is by default: no picture is kept.';
  const why = 'It takes a detector that can tell that a person is in sight, and none is at work here';
  // Pictures that were kept before its detector was taken out.
  if (keep_days > 0) return `${why}: no more are taken. ${count === 0 ? 'None is' : isAre(count)} kept.`;
  return `${why}. Who set up the robot adds one with “homebound detector --install openimages”, and starts it with --detector.`;
}

function isAre(count: number): string {
  return `${countWords(count)} ${count === 1 ? 'is' : 'are'}`;
}

/** How many would go if they were kept for so many days only. */
export function goingWith(
  pictures: readonly Pick<PictureEntry, 'stamp_s'>[],
  keep_days: number,
  now_s: number,
): number {
  return pictures.filter(({ stamp_s }) => stamp_s <= now_s - 86_400 * keep_days).length;
}

/** What is asked before pictures go. */
export function sureWords(count: number, keep_days: number | undefined): string {
  const gone = `${countWords(count)} will be gone for good`;
  if (keep_days === undefined) return `${gone}. New ones are kept as before.`;
  return keep_days === 0 ? `${gone}, and no more are kept.` : `${gone}: older than ${daysWords(keep_days)}.`;
}

const day = { day: 'numeric', month: 'short' } as const;

/** `23 Nov, 13:05`: none is older than a week. */
export function takenWords(stamp_s: number): string {
  return new Date(1000 * stamp_s).toLocaleString(undefined, { ...day, hour: 'numeric', minute: '2-digit' });
}

/** When a picture was taken, and when it goes. */
export function goesWords(stamp_s: number, keep_days: number): string {
  const goes = new Date(1000 * (stamp_s + 86_400 * keep_days)).toLocaleDateString(undefined, day);
  return `Taken ${takenWords(stamp_s)}. Deleted when the thing is gone, at the latest on ${goes}.`;
}
