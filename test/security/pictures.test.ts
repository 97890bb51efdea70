import { encodeHomeMap } from '@homebound/formats';
import type { Home } from '@homebound/home';
import { MOST_PICTURE_BYTES, PictureStore } from '@homebound/home';
import type { AvoidedThing } from '@homebound/mission';
import {
  CropTaker,
  detectingSight,
  type Examined,
  type ObstaclePicture,
  ObstaclePictures,
  type PictureTaker,
} from '@homebound/nodes';
import type { CameraModel, CropSource, CropWish } from '@homebound/robot';
import { backup, CrashingDisk, folderKeyHome, type Gone, restoreBackup, Vault } from '@homebound/vault';
import { type Crop, canTellPeople, type Detection, isLiving, obstacleKinds, pictureCrop } from '@homebound/vision';
import fc from 'fast-check';
import { type HomeRig, homeRig, namedMap } from './homeRig.ts';
import { broken, type Deed, deeds, pictureOf, pictureStore, rareDeeds } from './pictureRig.ts';
import { decryptAll } from './vaultAttack.ts';

const BY = 'session-0123456789abcdef';
const MARKER = 'MARKER-of-the-sock';
const model: CameraModel = {
  width_px: 160,
  height_px: 120,
  fx_px: 104,
  fy_px: 104,
  cx_px: 79.5,
  cy_px: 59.5,
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};

describe('what is taken', () => {
  type Taker = typeof pictureCrop;
  const px = fc.integer({ min: 0, max: 160 });
  const detection: fc.Arbitrary<Detection> = fc
    .record({
      label: fc.constantFrom('footwear', 'bottle', 'box', 'person', 'cat', 'dog', 'Person', 'human face', 'horse'),
      score: fc.double({ min: 0.05, max: 1, noNaN: true }),
      a: px,
      b: px,
      c: px,
      d: px,
    })
    .map(({ a, b, c, d, ...rest }) => ({
      ...rest,
      left_px: Math.min(a, b),
      right_px: Math.max(a, b),
      top_px: Math.min(c, d),
      bottom_px: Math.max(c, d),
    }));
  const scene = fc.record({
    kind: fc.constantFrom(...obstacleKinds),
    label: fc.constantFrom('', 'bottle', 'cat', 'person'),
    height_m: fc.double({ min: 0, max: 2, noNaN: true }),
    x: fc.double({ min: 0.2, max: 2, noNaN: true }),
    y: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    half: fc.double({ min: 0.005, max: 0.4, noNaN: true }),
    detections: fc.array(detection, { maxLength: 3 }),
  });

  /** @returns what is wrong with what a taker takes of 3000 scenes, a line each */
  function wrongOf(taker: Taker): string[] {
    const wrong = new Set<string>();
    let taken = 0;
    const look = fc.property(scene, ({ x, y, half, detections, ...obstacle }) => {
      const outline = Float64Array.of(x - half, y - half, x + half, y - half, x + half, y + half, x - half, y + half);
      const crop = taker(obstacle, outline, model, { pitch_rad: 0, roll_rad: 0 }, detections);
      if (crop === undefined) return;
      taken++;
      if (obstacle.kind === 'person' || obstacle.kind === 'pet' || isLiving(obstacle.label)) wrong.add('somebody');
      if (obstacle.label === '' && obstacle.height_m >= 0.05) wrong.add('what may be a foot');
      for (const one of detections) if (isLiving(one.label) && overlaps(one, crop)) wrong.add('a part of somebody');
      for (const one of detections) if (one.label === 'footwear' && overlaps(one, crop)) wrong.add('a foot');
      if ((crop.right - crop.left) * (crop.bottom - crop.top) > 0.5 * 160 * 120) wrong.add('the room');
      if (crop.left < 0 || crop.top < 0 || crop.right > 160 || crop.bottom > 120) wrong.add('beyond the picture');
    });
    fc.assert(look, { numRuns: 3000, seed: 7 });
    if (taken < 30) wrong.add(`nothing at all (${taken})`);
    return [...wrong];
  }
  const overlaps = (a: Detection, b: Crop): boolean =>
    a.left_px < b.right && a.right_px > b.left && a.top_px < b.bottom && a.bottom_px > b.top;

  test('T-IMG: crops show an obstacle, never a person, a pet or a face, nor a part of one, nor a shoe that may be worn, whatever else is in the picture', () => {
    expect(wrongOf(pictureCrop)).toEqual([]);
  });

  test.each<[string, Taker, string]>([
    ['nobody asks who is in the picture', (o, l, m, t) => pictureCrop(o, l, m, t, []), 'a part of somebody'],
    [
      'only sure detections count',
      (o, l, m, t, all) =>
        pictureCrop(
          o,
          l,
          m,
          t,
          all.filter(({ score }) => score > 0.5),
        ),
      'a part of somebody',
    ],
    [
      'only people count',
      (o, l, m, t, all) =>
        pictureCrop(
          o,
          l,
          m,
          t,
          all.filter(({ label }) => label === 'person'),
        ),
      'a part of somebody',
    ],
    [
      'who lives is an obstacle like any',
      (o, ...rest) => pictureCrop({ ...o, kind: 'thing', label: '' }, ...rest),
      'somebody',
    ],
    [
      'a shoe is an obstacle like any',
      (o, l, m, t, all) =>
        pictureCrop(
          o,
          l,
          m,
          t,
          all.filter(({ label }) => label !== 'footwear'),
        ),
      'a foot',
    ],
    [
      'what nobody named is no shoe',
      (o, ...rest) => pictureCrop({ ...o, label: o.label || 'bottle' }, ...rest),
      'what may be a foot',
    ],
    [
      'the whole picture is kept',
      (...all) => pictureCrop(...all) && { left: 0, top: 0, right: 160, bottom: 120 },
      'the room',
    ],
  ])('T-IMG, planted fault: %s', (_, taker, found) => {
    expect(wrongOf(taker)).toContain(found);
  });
});

describe('who takes it', () => {
  const sock: AvoidedThing = {
    id: 3,
    kind: 'soft',
    label: '',
    confidence: 0.9,
    outline_map: Float64Array.of(0.56, -0.04, 0.64, -0.04, 0.64, 0.04, 0.56, 0.04),
    height_m: 0.03,
    firstSeen_s: 0,
    lastSeen_s: 1,
    berth_m: 0.05,
    reason: '',
    isDismissed: false,
  };
  /** Something that stands as high as a shoe, so far from the sock's middle to the side. */
  const beside = (y: number, length_m = 0.25): AvoidedThing => {
    const outline_map = Float64Array.of(0.5, y, 0.5 + length_m, y, 0.5 + length_m, y + 0.1, 0.5, y + 0.1);
    return { ...sock, id: 4, kind: 'thing', outline_map, height_m: 0.08 };
  };
  const body = { T_odom_base: { x: 0, y: 0, theta: 0 }, tilt: { pitch_rad: 0, roll_rad: 0 } };
  const examined = (detections: readonly Detection[]): Examined => ({
    image: { width_px: 160, height_px: 120, data: new Uint8Array(3 * 160 * 120).fill(90) },
    stamp_s: 1,
    body,
    detections,
  });
  const labels = ['person', 'footwear'];
  const here = { x: 0, y: 0, theta: 0 };

  /** A robot's mind and its eye, and what a household keeps of that. */
  function household(isWanted: boolean, crops: CropSource & PictureTaker = new CropTaker(model, { labels })) {
    const kept: string[] = [];
    const dropped: string[] = [];
    const keeper = {
      keep_days: isWanted ? 7 : 0,
      newId: () => `p${kept.length}`,
      keep: ({ id }: ObstaclePicture) => void kept.push(id),
      drop: (id: string) => void dropped.push(id),
    };
    const pictures = new ObstaclePictures(crops, keeper);
    pictures.heardPlace(here);
    pictures.heardOdometry(here);
    pictures.heardObstacles([sock]);
    let now_s = 0;
    /** The eye looks for a while, at pictures that show this. */
    const look = (detections: readonly Detection[] = []): void => {
      for (let n = 0; n < 4; n++) {
        pictures.step(now_s);
        crops.take({ ...examined(detections), stamp_s: now_s });
        now_s++;
      }
      pictures.step(now_s);
    };
    return { crops, keeper, pictures, kept, dropped, look };
  }

  test('T-IMG: one picture of each obstacle while they are wanted, none while they are not', () => {
    for (const isWanted of [false, true]) {
      const { kept, look } = household(isWanted);
      look();
      expect(kept).toEqual(isWanted ? ['p0'] : []);
    }
  });

  test.each<[string, (pictures: ObstaclePictures) => void]>([
    ['it is dismissed', (pictures) => pictures.heardObstacles([{ ...sock, isDismissed: true }])],
    ['it is carried off, or fades', (pictures) => pictures.heardObstacles([])],
    [
      'it turns out to be a shoe',
      (pictures) => pictures.heardObstacles([{ ...sock, kind: 'shoe', label: 'footwear' }]),
    ],
    ['it turns out to stand as high as one', (pictures) => pictures.heardObstacles([{ ...sock, height_m: 0.07 }])],
    ['it turns out to lie at one', (pictures) => pictures.heardObstacles([sock, beside(0.08)])],
    ['another map begins', (pictures) => pictures.heardReset()],
  ])('T-IMG: a picture goes with its obstacle: %s', (_, happens) => {
    const { pictures, kept, dropped, look } = household(true);
    look();
    pictures.heardObstacles([sock]);
    expect([kept, dropped]).toEqual([['p0'], []]);
    happens(pictures);
    expect(dropped).toEqual(['p0']);
    look();
    expect(kept).toEqual(['p0']);
  });

  test('T-IMG: who lives and shoes are not asked for, nor is anything more than 2 m away, or without a place', () => {
    const { crops, pictures, kept, look } = household(true);
    const asked: (readonly CropWish[])[] = [];
    const want = crops.want.bind(crops);
    crops.want = (wishes) => {
      asked.push(wishes);
      want(wishes);
    };
    const far = { ...sock, outline_map: sock.outline_map.map((v, i) => (i % 2 === 0 ? v + 2 : v)) };
    for (const things of [
      [far],
      ...(['person', 'pet', 'shoe'] as const).map((kind) => [{ ...sock, kind }]),
      [{ ...sock, height_m: 0.07 }],
      [sock, beside(0.08)],
      [{ ...sock, label: 'cat' }],
    ]) {
      pictures.heardObstacles(things);
      look();
    }
    pictures.heardObstacles([sock]);
    pictures.heardPlace(undefined);
    look();
    expect([asked.flat(), kept]).toEqual([[], []]);
    // Farther from what may be a foot, and beside a cupboard, it may be shown.
    pictures.heardPlace(here);
    for (const things of [
      [sock, beside(0.1)],
      [sock, beside(0.08, 0.6)],
    ]) {
      pictures.heardObstacles(things);
      pictures.step(0);
      pictures.heardReset();
    }
    expect(asked.flat().map(({ obstacle }) => obstacle)).toEqual([3, 3]);
  });

  test('T-IMG: an hour has room for 64 pictures, however many obstacles a camera makes up', () => {
    const { pictures, kept, look } = household(true);
    for (let id = 1; id <= 100; id++) {
      pictures.heardObstacles([{ ...sock, id }]);
      look();
    }
    expect(kept.length).toBe(64);
  });

  /** @returns what is wrong with an eye that is switched off, told of somebody, and told of two things at once; a line each */
  function wrongOf(make: () => CropSource & PictureTaker): string[] {
    const wrong: string[] = [];
    const off = household(false, make());
    off.look();
    if (off.crops.isWanted) wrong.push('it copies pictures while they are off');
    off.crops.take({ ...examined([]), stamp_s: 100 });
    if (off.crops.taken().length > 0) wrong.push('it makes crops while they are off');
    const met = household(true, make());
    met.look([{ label: 'person', score: 0.15, left_px: 0, top_px: 0, right_px: 9, bottom_px: 9 }]);
    if (met.kept.length > 0) wrong.push('it takes somebody');
    const late = household(true, make());
    late.pictures.step(0);
    late.crops.take(examined([]));
    late.crops.want([]);
    if (late.crops.taken().length > 0) wrong.push('what was made outlives the wish');
    return wrong;
  }
  /** An eye with a fault. */
  const faulty =
    (change: (sound: CropTaker) => Partial<CropSource & PictureTaker>) => (): CropSource & PictureTaker => {
      const sound = new CropTaker(model, { labels });
      return {
        tellsPeople: true,
        get isWanted() {
          return sound.isWanted;
        },
        want: (wishes) => sound.want(wishes),
        taken: () => sound.taken(),
        take: (one) => sound.take(one),
        ...change(sound),
      };
    };
  const wish: CropWish = { obstacle: 3, kind: 'soft', label: '', outline_odom: sock.outline_map, height_m: 0.03 };

  test('T-IMG: an eye makes no crop, and no copy, until it is asked, and forgets what is not wanted any more', () => {
    expect(wrongOf(() => new CropTaker(model, { labels }))).toEqual([]);
  });

  test.each<[string, () => CropSource & PictureTaker, string]>([
    ['an eye that is on by default', faulty(() => ({ isWanted: true })), 'it copies pictures while they are off'],
    [
      'one that wants things itself',
      faulty((sound) => ({ want: (wishes) => sound.want([wish, ...wishes]) })),
      'it makes crops while they are off',
    ],
    [
      'one that asks nobody who is there',
      faulty((sound) => ({ take: (one) => sound.take({ ...one, detections: [] }) })),
      'it takes somebody',
    ],
    [
      'one that goes on to want',
      faulty((sound) => ({ want: (wishes) => wishes.length > 0 && sound.want(wishes) })),
      'what was made outlives the wish',
    ],
  ])('T-IMG, planted fault: %s', (_, make, found) => {
    expect(wrongOf(make)).toContain(found);
  });

  test('T-IMG: without a detector that can tell people nobody takes any', () => {
    expect(() => new CropTaker(model, { labels: ['footwear', 'cat'] })).toThrow('no word for a person');
    expect(canTellPeople([])).toBe(false);
    const blind = faulty(() => ({ tellsPeople: false }));
    const { kept, look } = household(true, blind());
    look();
    expect(kept).toEqual([]);
  });

  test('T-IMG: while pictures are not wanted, no copy of one is made', async () => {
    const taken: Examined[] = [];
    const pictures = { isWanted: false, take: (one: Examined) => void taken.push(one) };
    const given: Uint8Array[] = [];
    const detector = {
      labels,
      detect: async ({ data }: { data: Uint8Array }) => {
        given.push(data);
        return [];
      },
      close: async () => {},
    };
    const sight = detectingSight({ look: () => undefined }, detector, model, { warn: () => {}, pictures });
    const frame = { kind: 'color' as const, stamp_s: 1, exposure_s: 0.01, data: new Uint8Array(3 * 160 * 120) };
    sight.look(frame, body);
    await new Promise((next) => setImmediate(next));
    expect([taken.length, given[0] === frame.data]).toEqual([0, true]);
    pictures.isWanted = true;
    sight.look(frame, body);
    await new Promise((next) => setImmediate(next));
    expect([taken.length, taken[0].image.data === frame.data]).toEqual([1, false]);
  });
});

describe('what is kept', () => {
  /** @returns what 60 households find wrong, a line each */
  function wrongOf(make?: typeof PictureStore): string[] {
    const wrong = new Set<string>();
    const live = fc.property(deeds, (all: readonly Deed[]) => {
      for (const line of broken(pictureStore(make), all)) wrong.add(line);
    });
    fc.assert(live, { numRuns: 60, seed: 11, examples: rareDeeds.map((all): [readonly Deed[]] => [all]) });
    return [...wrong];
  }

  class OnByDefault extends PictureStore {
    override get keep_days() {
      return super.keep_days || 7;
    }
  }
  class NeverExpires extends PictureStore {
    override expire(): readonly Gone[] {
      return [];
    }
  }
  class OffOnlyForNew extends PictureStore {
    override expire(now_s: number): readonly Gone[] {
      return this.keep_days === 0 ? [] : super.expire(now_s);
    }
  }
  class StaysWithoutMap extends PictureStore {
    override ofMap(map: string): string[] {
      return super.ofMap(map).filter((id) => this.list(1.7e9).some((one) => one.id === id && one.map === map));
    }
  }
  class Uncounted extends PictureStore {
    override expire(now_s: number): readonly Gone[] {
      const old = this.held().filter(({ stamp_s }) => stamp_s > now_s || stamp_s <= now_s - this.keep_days * 86_400);
      return this.drop(old.map(({ id }) => id));
    }
  }

  test('T-IMG: off until somebody says for how many days, at most seven; then few, small, and gone in time and with their map', () => {
    expect(wrongOf()).toEqual([]);
  });

  test.each<[string, typeof PictureStore, string]>([
    ['they are on by default', OnByDefault, 'kept while they are off'],
    ['nothing expires', NeverExpires, 'too old'],
    ['switched off, what there is stays', OffOnlyForNew, 'kept while they are off'],
    ['those of a map that was never saved outlive it', StaysWithoutMap, 'what was deleted is there'],
    ['nobody counts them', Uncounted, 'too many'],
  ])('T-IMG, planted fault: %s', (_, make, found) => {
    expect(wrongOf(make)).toContain(found);
  });

  test('T-IMG, T-INPUT: what is no PNG, or too large, is refused', () => {
    const store = pictureStore();
    store.setRule(7, 0);
    expect(() => store.keep({ ...pictureOf('a'), png: Buffer.from('GIF89a') }, 'flat', 0)).toThrow('no PNG');
    expect(() => store.keep(pictureOf('a', '', MOST_PICTURE_BYTES), 'flat', 0)).toThrow(
      `of at most ${MOST_PICTURE_BYTES}`,
    );
    expect(store.held()).toEqual([]);
  });
});

describe('where it is kept', () => {
  /** A home with a saved map, in which a picture was taken while they are on. */
  async function withPicture(days = 7): Promise<HomeRig & { now: { s: number } }> {
    const now = { s: 1.7e9 };
    const rig = await homeRig({}, { now_s: () => now.s });
    await rig.home.desk.ask('importMap', { name: 'x' }, BY, encodeHomeMap(namedMap('flat', 'Room')));
    await rig.home.wake('x');
    if (days > 0) await rig.home.desk.ask('keepPictures', { keep_days: days }, BY);
    await take(rig.home, 'aa');
    return { ...rig, now };
  }
  async function take(home: Home, id: string): Promise<void> {
    home.pictures.keep(pictureOf(id, MARKER), 'flat');
    await new Promise((next) => setImmediate(next));
  }
  const entries = async ({ desk }: Home) => (await desk.ask('listPictures', {}, BY)).answer;
  /** All that the disk was ever given, with every key that is left. */
  const loot = ({ data, keyDisk }: HomeRig) => decryptAll({ data: data.journal, keyMedium: keyDisk.medium() });
  /** The marker stands in the picture, and plainly in what is kept beside it. */
  const isIn = (found: readonly string[]) => found.some((text) => text.includes(MARKER));

  test('T-IMG: off by default, on by an admin for some days; both and each picture are in the log', async () => {
    const off = await withPicture(0);
    expect([off.home.pictures.keep_days, await entries(off.home), isIn(loot(off))]).toEqual([
      0,
      { keep_days: 0, pictures: [] },
      false,
    ]);
    const on = await withPicture();
    expect(await entries(on.home)).toMatchObject({ keep_days: 7, pictures: [{ id: 'aa', kind: 'soft', map: 'flat' }] });
    const { bytes } = await on.home.desk.ask('exportPicture', { id: 'aa' }, BY);
    expect(Buffer.from(bytes!).toString()).toContain(MARKER);
    const log = (await on.home.audit.read()).map(({ kind, what, by }) => `${kind} ${what} ${by}`);
    expect(log).toEqual(
      expect.arrayContaining([`camera pictures-7 ${BY}`, 'camera picture robot', `export picture ${BY}`]),
    );
  });

  test('T-IMG: the setting is no longer than seven days, and no backup brings it', async () => {
    const { home } = await withPicture();
    for (const keep_days of [8, 1.5, -1, Number.NaN])
      await expect(home.desk.ask('keepPictures', { keep_days }, BY)).rejects.toThrow('keep_days');
    const { bytes } = await home.desk.ask('backup', { passphrase: 'long enough' }, BY);
    const fresh = await homeRig();
    await fresh.home.desk.ask('restore', { passphrase: 'long enough' }, BY, bytes);
    expect(await entries(fresh.home)).toEqual({ keep_days: 0, pictures: [] });
  });

  test('T-IMG, T-REST: sealed on the disk', async () => {
    const rig = await withPicture();
    expect(isIn(loot(rig))).toBe(true);
    const plain = rig.data.journal.map((bytes) => Buffer.from(bytes).toString('latin1'));
    expect(isIn(plain) || plain.some((text) => text.includes('PNG'))).toBe(false);
  });

  test.each<[string, (rig: HomeRig & { now: { s: number } }) => Promise<unknown>]>([
    ['by itself', ({ home }) => home.desk.ask('deletePictures', { ids: ['aa'] }, BY)],
    ['all', ({ home }) => home.desk.ask('deletePictures', {}, BY)],
    ['with its map', ({ home }) => home.desk.ask('deleteMap', { id: 'flat' }, BY)],
    ['switched off', ({ home }) => home.desk.ask('keepPictures', { keep_days: 0 }, BY)],
    ['dismissed as an obstacle', async ({ home }) => home.pictures.drop('aa')],
    [
      'after its days',
      async ({ home, now }) => {
        now.s += 7 * 86_400;
        home.pictures.expire();
      },
    ],
    [
      'reset',
      async ({ home }) => {
        home.pressed();
        await home.reset('button');
      },
    ],
  ])('T-IMG, T-DEL: gone for good from all bytes ever written: %s', async (_, remove) => {
    const rig = await withPicture();
    await remove(rig);
    await new Promise((next) => setImmediate(next));
    expect([(await entries(rig.home)).pictures, isIn(loot(rig))]).toEqual([[], false]);
  });

  test('T-IMG, T-DEL, planted fault: it is taken out of the list without a new key', async () => {
    const rig = await withPicture();
    await rig.home.close();
    const vault = Vault.open({ disk: rig.data, keys: folderKeyHome(rig.keyDisk) });
    vault.put({ ...vault.list('picture')[0], content: Buffer.from('{}') });
    expect(isIn(loot(rig))).toBe(true);
  });

  test('T-IMG: a robot that wakes up has forgotten what lay where: no picture of it is left', async () => {
    const { home, ...rig } = await withPicture();
    await home.wake('x');
    expect([(await entries(home)).pictures, isIn(loot({ home, ...rig }))]).toEqual([[], false]);
  });

  test('T-IMG: what the robot still tells of a map that was deleted, or after the reset, is not kept', async () => {
    const gone = await withPicture();
    await gone.home.desk.ask('deleteMap', { id: 'flat' }, BY);
    await take(gone.home, 'bb');
    const reset = await withPicture();
    reset.home.pressed();
    await reset.home.reset('button');
    await take(reset.home, 'bb');
    for (const { home } of [gone, reset]) expect((await entries(home)).pictures).toEqual([]);
  });

  /** Whether a file that is carried out has the picture in it, as a backup or as it is. */
  function carries(file: Uint8Array): boolean {
    const into = Vault.open({ disk: new CrashingDisk(), keys: folderKeyHome(new CrashingDisk()) });
    try {
      restoreBackup(into, [file], 'long enough', () => {});
    } catch {
      return isIn([Buffer.from(file).toString('latin1')]);
    }
    return into.list().some(({ kind, id }) => isIn([Buffer.from(into.get(kind, id)!.content).toString()]));
  }

  test('T-IMG: in no backup and no export of a map', async () => {
    const { home } = await withPicture();
    const { bytes } = await home.desk.ask('backup', { passphrase: 'long enough' }, BY);
    expect(carries(bytes!)).toBe(false);
    for (const format of ['hbmap', 'mapServer', 'valetudo', 'png', 'svg'] as const)
      expect(carries((await home.desk.ask('exportMap', { id: 'flat', format }, BY)).bytes!)).toBe(false);
  });

  test('T-IMG, planted fault: a backup of all kinds', async () => {
    const { home, data, keyDisk } = await withPicture();
    await home.close();
    const vault = Vault.open({ disk: data, keys: folderKeyHome(keyDisk) });
    const kinds = [...new Set(vault.list().map(({ kind }) => kind))];
    expect(carries(Buffer.concat([...backup(vault, 'long enough', kinds)]))).toBe(true);
  });
});
