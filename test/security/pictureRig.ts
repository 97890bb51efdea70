import { MOST_DAYS, MOST_PICTURE_BYTES, MOST_PICTURES, PictureStore } from '@homebound/home';
import type { ObstaclePicture } from '@homebound/nodes';
import { CrashingDisk, folderKeyHome, Vault } from '@homebound/vault';
import fc from 'fast-check';

const DAY_S = 86_400;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A picture with this text in it. */
export function pictureOf(id: string, text = '', bytes = 0): ObstaclePicture {
  const png = Uint8Array.from([...PNG, ...Buffer.from(text), ...new Uint8Array(bytes)]);
  return { id, obstacle: 3, kind: 'soft', label: text.slice(0, 60), x_m: 1, y_m: 2, png };
}

/** A store without a disk's faults, for rules alone. */
export function pictureStore(make: typeof PictureStore = PictureStore): PictureStore {
  const vault = Vault.open({ disk: new CrashingDisk(), keys: folderKeyHome(new CrashingDisk()) });
  return new make(vault, () => {});
}

/** What a household, a robot and time do to a store of pictures. */
export type Deed =
  | { readonly do: 'rule'; readonly days: number }
  | { readonly do: 'keep'; readonly map: string | undefined; readonly bytes: number; readonly count: number }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'place' | 'deleteMap'; readonly map: string }
  | { readonly do: 'deleteAll' };

const map = fc.constantFrom('flat', 'attic');
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant('rule' as const), days: fc.integer({ min: 0, max: 9 }) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('keep' as const),
        map: fc.option(map, { nil: undefined }),
        bytes: fc.constantFrom(10, 200, MOST_PICTURE_BYTES),
        count: fc.constantFrom(1, 2, 3),
      }),
    },
    // Back, too: clocks are set.
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.double({ min: -3, max: 6, noNaN: true }) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('place' as const, 'deleteMap' as const), map }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('deleteAll' as const) }) },
  ),
  { maxLength: 14 },
);

/** What chance seldom does: more than there is room for, and a map that goes before it was saved. */
export const rareDeeds: readonly (readonly Deed[])[] = [
  [
    { do: 'rule', days: 7 },
    { do: 'keep', map: 'flat', bytes: 10, count: MOST_PICTURES + 5 },
  ],
  [
    { do: 'rule', days: 7 },
    { do: 'keep', map: undefined, bytes: 10, count: 1 },
    { do: 'deleteMap', map: 'flat' },
  ],
];

/** Does all that, and looks after each deed. @returns what is wrong, a line each */
export function broken(store: PictureStore, all: readonly Deed[]): string[] {
  const wrong = new Set<string>();
  let now_s = 1.7e9;
  let days = 0;
  let n = 0;
  const kept = new Map<string, { readonly map: string | undefined; readonly stamp_s: number }>();
  const refused = (act: () => void): void => {
    try {
      act();
    } catch {
      // A refusal changes nothing: what is there is looked at.
    }
  };
  for (const deed of all) {
    if (deed.do === 'rule' && deed.days <= MOST_DAYS) {
      store.setRule(deed.days, now_s);
      days = deed.days;
    } else if (deed.do === 'keep')
      for (let i = 0; i < deed.count; i++) {
        const id = `p${n++}`;
        refused(() => store.keep(pictureOf(id, '', deed.bytes), deed.map, now_s));
        kept.set(id, { map: deed.map, stamp_s: now_s });
      }
    else if (deed.do === 'wait') {
      now_s += deed.days * DAY_S;
      store.expire(now_s);
    } else if (deed.do === 'place') {
      store.place(deed.map, now_s);
      for (const [id, one] of kept) if (one.map === undefined) kept.set(id, { ...one, map: deed.map });
    } else if (deed.do === 'deleteMap') {
      store.drop(store.ofMap(deed.map));
      for (const [id, one] of kept) if (one.map === undefined || one.map === deed.map) kept.delete(id);
    } else if (deed.do === 'deleteAll') {
      store.delete();
      kept.clear();
    }
    const there = store.held();
    if (days === 0 && there.length > 0) wrong.add('kept while they are off');
    if (there.length > MOST_PICTURES) wrong.add('too many');
    if (there.some(({ bytes }) => bytes > 1.5 * MOST_PICTURE_BYTES)) wrong.add('too large');
    for (const { id } of there) {
      const one = kept.get(id);
      if (one === undefined) wrong.add('what was deleted is there');
      else if (now_s - one.stamp_s >= Math.min(days, MOST_DAYS) * DAY_S || one.stamp_s > now_s) wrong.add('too old');
    }
  }
  return [...wrong];
}
