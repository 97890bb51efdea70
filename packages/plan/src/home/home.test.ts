import { MapWarp } from '@homebound/math';
import fc from 'fast-check';
import { noRestrictions } from '../restrictions/restrictions.ts';
import { drawRooms, flat, flatIds, frameOf, idAt, mappedAgain } from '../rooms/sampleRooms.ts';
import { editHome, redo, undo } from './editHome.ts';
import type { HomeEdit, HomePlan, HomeState } from './homePlan.ts';
import { moveHome, startHome, updateHome } from './updateHome.ts';

const frame = frameOf(-0.5, -0.5, 9.5, 6.5);
const labels = drawRooms(flat, frame);
const home = startHome(labels, frame);
const [bed, corridor, living] = flatIds(home.rooms);
const square = [1, 1, 2, 1, 2, 2, 1, 2];

/** A state but for the next number, which no undo takes back. */
const stateOf = ({ rooms: { nextId: _, labels: cells, ...rooms }, restrictions }: HomeState) => ({
  rooms,
  cells: cells.join(''),
  restrictions,
});

/** Any edit, sensible or not. */
const edits: fc.Arbitrary<HomeEdit> = fc.oneof(
  fc.record({
    kind: fc.constant('split' as const),
    room: fc.integer({ min: 1, max: 8 }),
    line: fc.constantFrom([4, 3.6, 4, 6.2] as const, [-0.2, 1.2, 4.2, 1.2] as const, [6, 2.4, 6, 3.8] as const),
  }),
  fc.record({
    kind: fc.constant('merge' as const),
    rooms: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('rename' as const),
    room: fc.integer({ min: 1, max: 8 }),
    name: fc.string({ maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('setType' as const),
    room: fc.integer({ min: 1, max: 8 }),
    type: fc.constantFrom('kitchen' as const, 'study' as const),
  }),
  fc.record({
    kind: fc.constant('setSettings' as const),
    room: fc.integer({ min: 1, max: 8 }),
    settings: fc.constantFrom({ passes: 2 as const }, undefined),
  }),
  fc.record({
    kind: fc.constant('restrict' as const),
    restrictions: fc.constantFrom({ ...noRestrictions, noGo: [square] }, noRestrictions),
  }),
);

/** The plan after the edits that are not refused, and how many those are. */
function edited(plan: HomePlan, list: readonly HomeEdit[]): { plan: HomePlan; done: number } {
  let done = 0;
  for (const edit of list)
    try {
      plan = editHome(plan, edit);
      done++;
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toMatch(/^Cannot .*: /);
    }
  return { plan, done };
}

test('as many undos as edits bring the start back, as many redos the end', () => {
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 12 }), (list) => {
      const { plan: end, done } = edited(home, list);
      let plan = end;
      for (let k = 0; k < done; k++) plan = undo(plan);
      expect(stateOf(plan)).toEqual(stateOf(home));
      expect(plan.rooms.nextId).toBe(end.rooms.nextId);
      expect(() => undo(plan)).toThrow('Cannot undo: nothing has been changed');
      for (let k = 0; k < done; k++) plan = redo(plan);
      expect(stateOf(plan)).toEqual(stateOf(end));
      expect(plan.past.map(({ edit }) => edit)).toEqual(end.past.map(({ edit }) => edit));
      expect(() => redo(plan)).toThrow('Cannot redo: nothing was taken back');
    }),
    { numRuns: 40 },
  );
});

test('every cell belongs to a room of the book, whatever is edited and mapped again between', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(edits, fc.nat(), fc.boolean()), { maxLength: 6 }), (list) => {
      let plan = home;
      for (const [edit, seed, isUndone] of list) {
        plan = edited(plan, [edit]).plan;
        plan = updateHome(plan, mappedAgain(labels, frame, seed), frame);
        if (isUndone && plan.past.length > 0) plan = undo(plan);
        const ids = plan.rooms.rooms.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
        expect(ids.every((id) => id < plan.rooms.nextId)).toBe(true);
        const cells = new Set(plan.rooms.labels);
        for (const { id, isSeen } of plan.rooms.rooms) if (isSeen) expect(cells).toContain(id);
        for (const id of cells) if (id !== 0) expect(ids).toContain(id);
      }
    }),
    { numRuns: 15 },
  );
});

test('an edit made before the home was mapped again, turned and moved, is still taken back as a whole', () => {
  const warp = new MapWarp([0, 0, 0], [0.3, -0.2, 0]);
  let plan = editHome(home, { kind: 'split', room: living, line: [4, 3.6, 4, 6.2] });
  const part = idAt(plan.rooms, 5, 5);
  plan = editHome(plan, { kind: 'merge', rooms: [bed, corridor] });
  plan = editHome(plan, { kind: 'restrict', restrictions: { ...noRestrictions, noGo: [square] } });
  plan = moveHome(plan, warp);
  const moved = { ...frame, originX_m: frame.originX_m + 0.3, originY_m: frame.originY_m - 0.2 };
  plan = updateHome(plan, mappedAgain(labels, moved, 5), moved);
  expect(plan.restrictions.noGo[0][0]).toBeCloseTo(1.3, 9);
  expect(idAt(plan.rooms, 4.8, 2.9)).toBe(bed);
  plan = undo(plan);
  expect(plan.restrictions).toEqual(noRestrictions);
  plan = undo(plan);
  expect([idAt(plan.rooms, 4.8, 2.9), idAt(plan.rooms, 2.3, 0.8), idAt(plan.rooms, 5.3, 4.8)]).toEqual([
    corridor,
    bed,
    part,
  ]);
  plan = undo(plan);
  expect(idAt(plan.rooms, 5.3, 4.8)).toBe(living);
  expect(plan.rooms.cuts).toEqual([]);
  plan = redo(redo(redo(plan)));
  expect([idAt(plan.rooms, 4.8, 2.9), idAt(plan.rooms, 5.3, 4.8)]).toEqual([bed, part]);
  expect(plan.restrictions.noGo[0][0]).toBeCloseTo(1.3, 9);
});

test('a room found since has one number in all states of the history', () => {
  const part = flat.filter(([label]) => label !== 4);
  const started = startHome(drawRooms(part, frame), frame);
  const renamed = editHome(started, { kind: 'rename', room: 1, name: 'Hall' });
  const found = updateHome(renamed, labels, frame);
  expect(idAt(found.rooms, 7.3, 5)).toBe(5);
  expect(idAt(undo(found).rooms, 7.3, 5)).toBe(5);
  const split = editHome(undo(found), { kind: 'split', room: 5, line: [7.2, 3.5, 7.2, 6.2] });
  expect(split.rooms.nextId).toBe(7);
});

test('twenty edits can be taken back', () => {
  let plan = home;
  for (let k = 0; k < 30; k++) plan = editHome(plan, { kind: 'rename', room: 1, name: `Room number ${k}` });
  for (let k = 0; k < 20; k++) plan = undo(plan);
  expect(plan.rooms.rooms[0].name).toBe('Room number 9');
  expect(() => undo(plan)).toThrow('Cannot undo');
});

test('restrictions are checked against the home when it is given', () => {
  const map = { ...frame, data: Int8Array.from(labels, (label) => (label > 0 ? 0 : 100)) };
  const restrict = (noGo: number[][]): HomeEdit => ({ kind: 'restrict', restrictions: { ...noRestrictions, noGo } });
  const dock = { x: 0.3, y: 1, theta: Math.PI };
  expect(() => editHome(home, restrict([square]), { map, T_map_dock: dock })).toThrow(
    'noGo[0] lies 0.20 m from where the robot docks',
  );
  expect(() => editHome(home, restrict([[0, 0, 1, 1]]))).toThrow('noGo[0] has 2 corners');
  expect(editHome(home, restrict([square]), { map }).restrictions.noGo).toEqual([square]);
});
