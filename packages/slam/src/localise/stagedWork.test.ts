import { StagedWork } from './stagedWork.ts';

test.each([1, 7, 35, 1000, Number.POSITIVE_INFINITY])(
  'each row once and in order, whatever the budget: %f',
  (budget) => {
    const done: string[] = [];
    const work = new StagedWork();
    const stage = (name: string, rows: number, cost: number) =>
      work.push({
        rows,
        cost,
        run: (from, to) => {
          for (let row = from; row < to; row++) done.push(name + row);
        },
      });
    stage('a', 3, 10);
    stage('b', 0, 10);
    stage('c', 4, 20);
    let slices = 1;
    while (!work.advance(budget)) slices++;
    expect(done).toEqual(['a0', 'a1', 'a2', 'c0', 'c1', 'c2', 'c3']);
    // 110 reads in all; a slice does no less than a row.
    if (budget === 1) expect(slices).toBe(7);
    if (budget === 35) expect(slices).toBe(3); // a0 to a2 and c0 (50), c1 and c2 (40), c3
    if (budget >= 1000) expect(slices).toBe(1);
    expect(work.isDone).toBe(true);
  },
);
