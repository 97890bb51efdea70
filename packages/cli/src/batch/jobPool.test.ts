import { inOrder } from './jobPool.ts';

test('outcomes are told in the order of their names, each as soon as it can be', () => {
  const told: string[] = [];
  const tell = inOrder<number>(({ name }) => told.push(name));
  const end = (index: number) => tell({ name: 'abcd'[index], index, result: index });
  end(2);
  expect(told).toEqual([]);
  end(0);
  expect(told).toEqual(['a']);
  end(1);
  expect(told).toEqual(['a', 'b', 'c']);
  end(3);
  expect(told).toEqual(['a', 'b', 'c', 'd']);
});
