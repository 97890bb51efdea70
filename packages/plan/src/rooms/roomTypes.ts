/** What a room is for. `other` until a person says. */
export const roomTypes = [
  'kitchen',
  'bathroom',
  'toilet',
  'bedroom',
  'children',
  'living',
  'dining',
  'study',
  'corridor',
  'utility',
  'storage',
  'balcony',
  'other',
] as const;

export type RoomType = (typeof roomTypes)[number];

export function isRoomType(value: unknown): value is RoomType {
  return (roomTypes as readonly unknown[]).includes(value);
}
