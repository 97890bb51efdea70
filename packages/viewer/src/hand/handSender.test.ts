import type { HandSpeeds } from './handInput.ts';
import { HandSender } from './handSender.ts';

const slow = { v_mps: 0.1, w_radps: 0 };
const fast = { v_mps: 0.2, w_radps: 0.5 };
const zero = { v_mps: 0, w_radps: 0 };

/** A sender, what it sent, and a timer and answers in the test's hand. */
function rig() {
  const sent: HandSpeeds[] = [];
  const answers: ((answer: { accepted: boolean; reason: string }) => void)[] = [];
  const refusals: string[] = [];
  let tick: (() => void) | undefined;
  let period_ms = 0;
  const sender = new HandSender({
    send: (speeds) => {
      sent.push(speeds);
      return new Promise((resolve) => answers.push(resolve));
    },
    every: (period, act) => {
      period_ms = period;
      tick = act;
      return () => {
        tick = undefined;
      };
    },
    refused: (reason) => refusals.push(reason),
  });
  const answer = async (accepted = true, reason = ''): Promise<void> => {
    answers.shift()?.({ accepted, reason });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    sender,
    sent,
    refusals,
    answer,
    tick: () => tick?.(),
    isTicking: () => tick !== undefined,
    period_ms: () => period_ms,
  };
}

test('T-SAFE: held it says the latest at least ten times a second, let go it says zero at once, and then nothing', async () => {
  const { sender, sent, answer, tick, isTicking, period_ms } = rig();
  sender.hold(slow);
  sender.hold(fast);
  await answer();
  tick();
  expect(sent).toEqual([slow, fast]);
  expect(period_ms()).toBeLessThanOrEqual(100);
  sender.release();
  expect([sent.at(-1), isTicking()]).toEqual([zero, false]);
  sender.release();
  expect(sent).toHaveLength(3);
});

test('a refusal is told once for each hold, and ends it', async () => {
  const { sender, sent, refusals, answer, tick } = rig();
  sender.hold(slow);
  tick();
  await answer(false, 'The robot is at work');
  await answer(false, 'The robot is at work');
  tick();
  expect([refusals, sent.length]).toEqual([['The robot is at work'], 2]);
  sender.release();
  sender.hold(slow);
  expect(sent).toEqual([slow, slow, zero, slow]);
});

test('T-SAFE: where answers stay out no more is said, so that the robot stops', async () => {
  const { sender, sent, answer, tick } = rig();
  sender.hold(slow);
  for (let i = 0; i < 20; i++) tick();
  expect(sent).toHaveLength(4);
  await answer();
  tick();
  expect(sent).toHaveLength(5);
});
