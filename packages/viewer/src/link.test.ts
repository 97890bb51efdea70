import { encodePose, protocolVersion } from '@homebound/wire';
import { Link, type LinkState } from './link.ts';

/** A world without a clock of its own: sockets and timers do what the test says. */
function makeWorld() {
  const sockets: FakeSocket[] = [];
  const states: LinkState[] = [];
  const got: string[] = [];
  let now_s = 0;
  let timers: { at_s: number; act: () => void }[] = [];
  class FakeSocket {
    readyState = 0;
    binaryType = '';
    sent: string[] = [];
    onopen?: () => void;
    onclose?: () => void;
    onmessage?: (event: { data: unknown }) => void;
    constructor() {
      sockets.push(this);
    }
    send(text: string): void {
      this.sent.push(text);
    }
    close(): void {
      this.readyState = 3;
      this.onclose?.();
    }
    open(): void {
      this.readyState = 1;
      this.onopen?.();
    }
    say(data: unknown): void {
      this.onmessage?.({ data });
    }
  }
  const link = new Link(
    {
      connect: () => new FakeSocket() as unknown as WebSocket,
      now_s: () => now_s,
      after: (delay_s, act) => timers.push({ at_s: now_s + delay_s, act }),
    },
    {
      text: (message) => got.push(message.type),
      frame: (message) => got.push(message.type),
      state: (state) => {
        if (states.at(-1) !== state) states.push(state);
      },
    },
  );
  const pass = (duration_s: number): void => {
    for (const end_s = now_s + duration_s; now_s < end_s - 1e-9; ) {
      now_s += 0.1;
      const due = timers.filter((timer) => timer.at_s <= now_s + 1e-9);
      timers = timers.filter((timer) => !due.includes(timer));
      for (const timer of due) timer.act();
    }
  };
  return { link, sockets, states, got, pass };
}

const hello = (mode: string, protocol = protocolVersion): string =>
  JSON.stringify({
    type: 'hello',
    protocol,
    robot: 'R',
    mode,
    place: '',
    body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
    commands: [],
  });
const pose = (): ArrayBuffer => Uint8Array.from(encodePose(0, { x: 0, y: 0, theta: 0 }, new Float64Array(9))).buffer;

test('silence of more than 2 s is stale, the next frame ends it; a recording never grows stale', () => {
  const { sockets, states, pass } = makeWorld();
  sockets[0].open();
  sockets[0].say(hello('robot'));
  pass(1.9);
  expect(states).toEqual(['connecting', 'live']);
  pass(1);
  expect(states.at(-1)).toBe('stale');
  sockets[0].say(pose());
  pass(0.5);
  expect(states.at(-1)).toBe('live');
  sockets[0].say(hello('recording'));
  pass(60);
  expect(states.at(-1)).toBe('live');
});

test('a lost connection is tried again, less and less often, until it holds', () => {
  const { sockets, states, pass } = makeWorld();
  sockets[0].open();
  sockets[0].say(hello('robot'));
  sockets[0].close();
  expect(states.at(-1)).toBe('lost');
  // 0.3 + 0.6 + 1 + 2 + 4 + 8 + 8 = 23.9 s for 7 further tries.
  for (let i = 0; i < 240; i++) {
    pass(0.1);
    const last = sockets[sockets.length - 1];
    if (last.readyState === 0) last.close();
  }
  expect(sockets.length).toBe(8);
  pass(8);
  const last = sockets[sockets.length - 1];
  last.open();
  last.say(hello('robot'));
  expect(states.at(-1)).toBe('live');
});

test('answers find their commands; a lost connection and silence are answers, too', async () => {
  const { link, sockets, pass } = makeWorld();
  expect(await link.send({ command: 'start' })).toEqual({
    accepted: false,
    reason: 'There is no connection to the robot',
  });
  sockets[0].open();
  const first = link.send({ command: 'start' });
  const second = link.send({ command: 'goto', x: 1, y: 2 });
  expect(sockets[0].sent.map((text) => JSON.parse(text))).toEqual([
    { command: 'start', id: 1 },
    { command: 'goto', x: 1, y: 2, id: 2 },
  ]);
  sockets[0].say('{"type":"ack","id":2,"accepted":false,"reason":"A wall is there"}');
  sockets[0].say('{"type":"ack","id":1,"accepted":true,"reason":""}');
  expect(await first).toMatchObject({ accepted: true });
  expect(await second).toMatchObject({ accepted: false, reason: 'A wall is there' });
  const silent = link.send({ command: 'stop' });
  pass(12.1);
  expect(await silent).toEqual({ accepted: false, reason: 'The robot did not answer' });
  const cut = link.send({ command: 'stop' });
  sockets[0].close();
  expect(await cut).toMatchObject({ accepted: false, reason: expect.stringContaining('connection was lost') });
});

test('what cannot be read brings a new connection, and another version asks for a reload', () => {
  const said: unknown[] = [];
  const { error } = console;
  console.error = (problem) => said.push(problem);
  const { sockets, states, pass } = makeWorld();
  sockets[0].open();
  sockets[0].say(hello('robot'));
  sockets[0].say(pose().slice(0, 20));
  expect(sockets[0].readyState).toBe(3);
  pass(8);
  sockets[1].open();
  sockets[1].say(hello('robot', protocolVersion + 1));
  expect(states.at(-1)).toBe('old');
  console.error = error;
  expect(said.map(String)).toEqual([expect.stringContaining('20 bytes, its header says 112')]);
});
