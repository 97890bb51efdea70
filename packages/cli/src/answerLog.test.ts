import { AnswerLog } from './answerLog.ts';

function logOf(...answers: readonly [string, number, number][]): AnswerLog {
  const log = new AnswerLog();
  for (const [topic, time_ns, byte] of answers) log.add(topic, BigInt(time_ns), Uint8Array.of(byte));
  return log;
}

const run = logOf(['pose', 1, 10], ['map', 2, 20], ['pose', 3, 30], ['pose', 4, 40]);

test('the same answers, and a replay that goes on after the end of the recording', () => {
  expect(run.differing(run)).toEqual([]);
  expect(
    run.differing(logOf(['pose', 1, 10], ['map', 2, 20], ['pose', 3, 30], ['pose', 4, 40], ['map', 9, 1])),
  ).toEqual([]);
});

test('another byte, another time, a missing, an additional answer and a silent node are told by topic', () => {
  expect(run.differing(logOf(['pose', 1, 11], ['map', 2, 20], ['pose', 3, 30]))).toEqual(['pose']);
  expect(run.differing(logOf(['pose', 1, 10], ['map', 3, 20], ['pose', 3, 30]))).toEqual(['map']);
  expect(run.differing(logOf(['pose', 1, 10], ['map', 2, 20]))).toEqual(['pose']);
  expect(run.differing(logOf(['pose', 1, 10], ['map', 2, 20], ['pose', 3, 30], ['odom', 2, 1]))).toEqual(['odom']);
  expect(run.differing(new AnswerLog())).toEqual(['pose', 'map']);
});
