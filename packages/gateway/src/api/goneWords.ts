/** What is told of a kind of object: in words for one and for more, or as a whole, however many parts it was kept in. */
const words: Readonly<Record<string, readonly [one: string, more: string] | string>> = {
  map: ['map', 'maps'],
  run: ['run', 'runs'],
  picture: ['picture', 'pictures'],
  pictures: 'for how long pictures are kept',
  schedules: 'the schedules',
  settings: 'the settings',
  pairing: 'all pairings',
  tls: 'its certificate',
  clock: 'the time',
  due: 'what schedules have done',
  privacy: 'how the privacy button was left',
  update: 'the number of its release',
  audit: 'the log',
};

/** `1 map, 12 runs, the settings`: what went for good, for who deleted it. */
export function goneWords(gone: readonly { readonly kind: string }[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of gone) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => wordsOf(kind, count)).join(', ');
}

function wordsOf(kind: string, count: number): string {
  const known = Object.hasOwn(words, kind) ? words[kind] : kind;
  if (typeof known === 'string') return known;
  return `${count} ${known[count === 1 ? 0 : 1]}`;
}
