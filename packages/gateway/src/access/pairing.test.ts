import { testHouse } from '../testHouse.ts';
import { mostWrong, type PairingEvent, type PairingState, pair, unpaired, window_s } from './pairing.ts';

const button: PairingEvent = { type: 'button', code: '12345678', role: 'viewer' };
const wrong: PairingEvent = { type: 'code', code: '00000000' };
const right: PairingEvent = { type: 'code', code: '12345678' };

/** What is wrong with a state machine of pairing; nothing for a sound one. */
function faultsOf(step: typeof pair): string[] {
  const faults: string[] = [];
  const expectOutcome = (what: string, state: PairingState, event: PairingEvent, now_s: number, wanted: string) => {
    const { state: next, outcome } = step(state, event, now_s);
    if (outcome !== wanted) faults.push(`${what}: ${outcome}, not ${wanted}`);
    return next;
  };
  expectOutcome('without the button', unpaired, right, 0, 'closed');
  const open = expectOutcome('the button', unpaired, button, 10, 'opened');
  expectOutcome('the code in time', open, right, 10 + window_s - 0.1, 'paired');
  expectOutcome('the code too late', open, right, 10 + window_s, 'closed');
  const used = step(open, right, 20).state;
  expectOutcome('a code that was used', used, right, 21, 'closed');
  let state = unpaired;
  let now_s = 0;
  // 30 s, doubled with each further window that was closed: 30, 60, 120.
  for (const lock_s of [30, 60, 120]) {
    state = step(state, button, now_s).state;
    for (let i = 1; i < mostWrong; i++) state = expectOutcome('a wrong code', state, wrong, now_s, 'wrong');
    state = expectOutcome('the last wrong code', state, wrong, now_s, 'lockedOut');
    expectOutcome('the right code, locked', state, right, now_s + 1, 'locked');
    expectOutcome('the button, locked', state, button, now_s + lock_s - 0.1, 'locked');
    expectOutcome('the button, later', state, button, now_s + lock_s, 'opened');
    now_s += lock_s;
  }
  return faults;
}

test('T-PAIR: a window of two minutes, one use, five wrong codes lock it for longer and longer', () => {
  expect(window_s).toBeLessThanOrEqual(120);
  expect(faultsOf(pair)).toEqual([]);
});

test('T-PAIR, planted fault: a lock that does not lock, a window that stays open, a code that works twice', () => {
  const unlocked: typeof pair = (state, event, now_s) => pair({ ...state, lockedUntil_s: 0 }, event, now_s);
  const endless: typeof pair = (state, event, now_s) =>
    pair(state.window ? { ...state, window: { ...state.window, until_s: Infinity } } : state, event, now_s);
  const twice: typeof pair = (state, event, now_s) => {
    const { state: next, ...rest } = pair(state, event, now_s);
    return { ...rest, state: rest.outcome === 'paired' ? state : next };
  };
  expect(faultsOf(unlocked)).toContain('the button, locked: opened, not locked');
  expect(faultsOf(endless)).toContain('the code too late: paired, not closed');
  expect(faultsOf(twice)).toContain('a code that was used: paired, not closed');
});

/** Codes compared when somebody tries without end for 1000 s, while a person presses the button whenever it can be pressed. */
async function looksOf(step: typeof pair): Promise<number> {
  const house = testHouse({ step });
  for (let i = 0; i < 1000; i++) {
    house.time.mono_s += 1;
    house.access.pressButton();
    for (let burst = 0; burst < 10; burst++)
      await house.ask('POST', '/api/v1/pairing', { body: { code: '00000000', name: 'x' }, client: `10.0.0.${burst}` });
  }
  return house.access.looked;
}

// Windows close after 5, and open again after 30 + 60 + 120 + 240 + 480 = 930 s: six windows of 5.
const mostLooks = 6 * mostWrong;

test('T-BRUTE: of 10,000 tries in 1000 s no more than 30 are looked at', async () => {
  const looks = await looksOf(pair);
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThanOrEqual(mostLooks);
});

test('T-BRUTE, planted fault: a lock that does not lock', async () => {
  expect(
    await looksOf((state, event, now_s) => pair({ ...state, lockedUntil_s: 0, lockOuts: 0 }, event, now_s)),
  ).toBeGreaterThan(mostLooks);
});

test('T-PAIR: nobody gets in without presence, the first to pair is admin, later ones what was chosen', async () => {
  const house = testHouse();
  const send = (code: string) =>
    house.ask('POST', '/api/v1/pairing', { body: { code, name: 'Phone', wantsToken: true } });
  for (const code of ['00000000', '12345678', '11111111']) expect((await send(code)).status).toBe(403);
  expect(house.access.looked).toBe(0);
  house.access.pressButton('viewer');
  expect(house.codes[0]).toMatch(/^\d{8}$/);
  const first = JSON.parse(String((await send(house.codes[0])).body));
  expect(first).toMatchObject({
    session: { name: 'Phone', role: 'admin' },
    token: expect.stringMatching(/^[\w-]{43}$/),
  });
  house.time.mono_s += 60;
  house.access.pressButton();
  const answer = await house.ask('PUT', '/api/v1/pairing', { token: first.token, body: { role: 'operator' } });
  expect(answer.status).toBe(200);
  expect(JSON.parse(String((await send(house.codes[1])).body)).session.role).toBe('operator');
  expect(house.audit.read().map(({ kind }) => kind)).toEqual(expect.arrayContaining(['pairing', 'role']));
  expect(JSON.stringify(house.audit.read())).not.toContain(house.codes[0]);
});

test('T-PAIR: codes of 200 windows are all different and fill all digits', () => {
  const house = testHouse();
  for (let i = 0; i < 200; i++) house.access.pressButton();
  expect(new Set(house.codes).size).toBeGreaterThan(198);
  expect(new Set(house.codes.join('')).size).toBe(10);
});
