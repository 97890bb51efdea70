import { NewestOnly } from './newestOnly.ts';

/** Work that ends when it is told to. */
function slow() {
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((end) => ends.push(end));
  };
  const endOne = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise((next) => setImmediate(next));
  };
  return { work, begun, endOne };
}

test('of what comes while one is under way the newest alone is done, and keys do not wait for each other', async () => {
  const { work, begun, endOne } = slow();
  const newest = new NewestOnly(() => {});
  for (const name of ['a1', 'a2', 'a3']) newest.do('a', work(name));
  newest.do('b', work('b1'));
  expect(begun).toEqual(['a1', 'b1']);
  await endOne();
  expect(begun).toEqual(['a1', 'b1', 'a3']);
  let isSettled = false;
  void newest.settled().then(() => {
    isSettled = true;
  });
  await endOne();
  expect(isSettled).toBe(false);
  await endOne();
  expect([isSettled, begun]).toEqual([true, ['a1', 'b1', 'a3']]);
});

test('what fails is told once until it is done again, of each key', async () => {
  const told: string[] = [];
  const newest = new NewestOnly((text) => told.push(text));
  const fail = () => Promise.reject(new Error('full'));
  for (const work of [fail, fail, () => Promise.resolve(), fail]) {
    newest.do('a', work);
    await newest.settled();
  }
  newest.do('b', fail);
  await newest.settled();
  expect(told).toEqual(['full', 'full', 'full']);
});

test('what failed is done when it is tried again, but not what newer came after', async () => {
  const done: string[] = [];
  let isFull = true;
  const newest = new NewestOnly(() => {});
  const work = (name: string) => async () => {
    if (isFull) throw new Error('full');
    done.push(name);
  };
  newest.do('a', work('a1'));
  newest.do('b', work('b1'));
  await newest.settled();
  newest.retry();
  await newest.settled();
  isFull = false;
  newest.do('b', work('b2'));
  await newest.settled();
  newest.retry();
  await newest.settled();
  newest.retry();
  await newest.settled();
  expect(done).toEqual(['b2', 'a1']);
});
