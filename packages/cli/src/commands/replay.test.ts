import { sameAnswers } from './replay.ts';

const answers = [1, 2, 3, 4].map((n) => Uint8Array.of(n, n));

test('the same bits: all of them, and at most one answer that was not recorded any more', () => {
  expect(sameAnswers(answers, answers)).toBe(true);
  expect(sameAnswers(answers.slice(0, 3), answers)).toBe(true);
  expect(sameAnswers(answers.slice(0, 2), answers)).toBe(false);
  expect(sameAnswers([...answers.slice(0, 3), Uint8Array.of(4, 5)], answers)).toBe(false);
  expect(sameAnswers([], [])).toBe(false);
});

test('a replay that stops answering is not the same', () => {
  expect(sameAnswers(answers, answers.slice(0, 3))).toBe(false);
  expect(sameAnswers(answers, [])).toBe(false);
});
