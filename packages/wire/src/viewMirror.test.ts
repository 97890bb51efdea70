import { createRng, MapWarp, type Rng } from '@homebound/math';
import { decodeFrame } from './decodeFrame.ts';
import { decodeText } from './decodeText.ts';
import { applyGridPatch, encodeGridPatch, type Grid, type GridLayer, patchOf } from './gridPatch.ts';
import { LiveView, type ViewReader } from './liveView.ts';
import { encodePoints } from './points.ts';
import type { Hello } from './status.ts';
import { ViewMirror } from './viewMirror.ts';

const hello: Hello = {
  type: 'hello',
  protocol: 1,
  robot: 'Homebound',
  mode: 'robot',
  place: '',
  body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
  commands: ['start'],
};

/** What a page shows after all that it was sent; `news` counts the moves of the map that it was told of. */
class Page {
  shown: Record<string, unknown> = {};
  #grids: Record<string, Grid | undefined> = {};
  #trail: number[] = [];
  news = 0;

  catchUp(reader: ViewReader, most = Number.POSITIVE_INFINITY): void {
    for (let n = 0; n < most; n++) {
      const message = reader.next(7);
      if (message === undefined) return;
      if (typeof message === 'string') this.#text(message);
      else this.#frame(message);
    }
  }

  #begin(): void {
    this.shown = {};
    this.#grids = {};
    this.#trail = [];
  }

  #text(json: string): void {
    const message = decodeText(json);
    if (message.type === 'hello') this.#begin();
    if (message.type === 'mapMoved') this.news++;
    else this.shown[message.type] = message;
    if (message.type === 'status' && message.isLost) delete this.shown.pose;
  }

  #frame(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    if ('patch' in frame) {
      this.#grids[frame.type] = applyGridPatch(this.#grids[frame.type], frame.patch);
      const { width, height, originX_m, data } = this.#grids[frame.type]!;
      this.shown[frame.type] = { width, height, originX_m, data: Buffer.from(data).toString('hex') };
    } else if (frame.type === 'trail') {
      this.#trail = [...this.#trail.slice(0, 2 * frame.first), ...frame.points];
      this.shown.trail = this.#trail;
    } else if (frame.type === 'pose') this.shown.pose = frame;
    else this.shown[frame.type] = [...frame.points];
  }
}

/** Something new in the home, by chance. */
function happen(view: LiveView, rng: Rng, t: number): void {
  const points = Array.from({ length: 2 * rng.int(5) }, () => 10 * rng.uniform());
  const layer: GridLayer = rng.int(2) === 0 ? 'map' : 'coverage';
  const frame = { width: 40 + rng.int(2), height: 50, resolution_m: 0.05, originX_m: rng.int(2), originY_m: 0 };
  const data = new Int8Array(frame.width * frame.height).fill(rng.int(3), 0, rng.int(2000));
  const happenings: (() => void)[] = [
    () => view.grid(layer, t, frame, data),
    () => view.pose(t, { x: rng.uniform(), y: 0, theta: 0 }, new Float64Array(9)),
    () => view.placeLost(t),
    () => view.scan(t, points),
    () => view.lines(rng.int(2) === 0 ? 'path' : 'plan', t, [...points, Number.NaN, Number.NaN]),
    () => view.extendTrail(t, points),
    () => view.replaceTrail(t, points),
    () => view.rooms([{ id: rng.int(9), name: 'Küche', outline: points }]),
    () =>
      view.obstacles(
        [
          {
            id: rng.int(9),
            kind: 'toy',
            outline: points,
            berth_m: 0.05,
            reason: 'A toy.',
            isDismissed: rng.int(2) === 0,
          },
        ],
        [{ id: rng.int(9), kind: 'toy', x: rng.uniform(), y: 2 }],
      ),
    () => view.status(t, { coverage: rng.uniform(), battery: { level: rng.uniform(), charging: false } }),
    () => view.status(t, { battery: undefined, dock: { x: 1, y: 2, theta: 3 }, target: undefined }),
    () => view.moveWith(t, new MapWarp([0, 0, 0], [rng.uniform(), 0, 0.1])),
    () => view.clear(),
  ];
  happenings[rng.int(happenings.length)]();
}

test('a page of the mirror shows what a page of the view shows, at whatever pace each is read (seeds 1 to 60)', () => {
  let moves = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const rng = createRng(seed);
    const view = new LiveView(hello);
    const mirror = new ViewMirror(hello);
    const link = view.reader();
    const direct = { page: new Page(), reader: view.reader() };
    const mirrored = { page: new Page(), reader: mirror.reader() };
    const follow = (most: number): void => {
      for (let n = 0; n < most; n++) {
        const message = link.next(0);
        if (message === undefined) return;
        mirror.take(message);
      }
    };
    for (let t = 1; t < 80; t++) {
      happen(view, rng, t);
      follow(rng.int(6));
      direct.page.catchUp(direct.reader, rng.int(6));
      mirrored.page.catchUp(mirrored.reader, rng.int(6));
    }
    follow(Number.POSITIVE_INFINITY);
    const late = new Page();
    late.catchUp(mirror.reader());
    for (const { page, reader } of [direct, mirrored]) page.catchUp(reader);
    expect(mirrored.page.shown).toEqual(direct.page.shown);
    const fresh = new Page();
    fresh.catchUp(view.reader());
    expect(late.shown).toEqual(fresh.shown);
    moves += mirrored.page.news;
  }
  expect(moves).toBeGreaterThan(60);
});

test('a page hears that the map moved before it is sent anything that moved', () => {
  const view = new LiveView(hello);
  const mirror = new ViewMirror(hello);
  const link = view.reader();
  const reader = mirror.reader();
  const follow = (): void => {
    for (let m = link.next(0); m !== undefined; m = link.next(0)) mirror.take(m);
  };
  view.extendTrail(1, [1, 1]);
  follow();
  new Page().catchUp(reader);
  view.extendTrail(2, [2, 2]);
  view.moveWith(2, new MapWarp([0, 0, 0], [1, 0, 0]));
  follow();
  expect(reader.next(0)).toContain('mapMoved');
});

test('what was missed is noticed, not guessed', () => {
  const mirror = new ViewMirror(hello);
  const frame = { width: 8, height: 8, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  const patch = patchOf({ ...frame, data: new Int8Array(64) }, [{ ix: 0, iy: 0, width: 4, height: 4 }]);
  expect(() => mirror.take(encodeGridPatch('map', 1, patch))).toThrow(/another grid/);
  expect(() => mirror.take(encodePoints('trail', 1, [1, 1], 5))).toThrow(/goes on at point 5, 0 are held/);
  expect(() => mirror.take(JSON.stringify({ type: 'ack', id: 1, accepted: true, reason: '' }))).toThrow(/no part of/);
});

test('T-DEL: what was deleted is told to nobody, though some of it is still on its way; then all begins anew', () => {
  const view = new LiveView(hello);
  const mirror = new ViewMirror(hello);
  const link = view.reader();
  const frame = { width: 4, height: 4, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  view.grid('map', 1, frame, new Int8Array(16));
  view.rooms([{ id: 1, name: 'Küche', outline: [0, 0, 1, 0, 1, 1] }]);
  const onItsWay = [link.next(0), link.next(0), link.next(0), link.next(0)];
  mirror.forget();
  const shownAfter = (messages: readonly (string | Uint8Array | undefined)[]): string[] => {
    for (const message of messages) if (message !== undefined) mirror.take(message);
    const page = new Page();
    page.catchUp(mirror.reader());
    return Object.keys(page.shown).sort();
  };
  expect(shownAfter(onItsWay.slice(1))).toEqual(['hello', 'status']);
  view.clear();
  view.extendTrail(2, [1, 1]);
  expect(shownAfter([link.next(0), link.next(0), link.next(0)])).toEqual(['hello', 'status', 'trail']);
});
