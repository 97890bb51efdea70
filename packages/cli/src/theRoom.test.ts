import { LocalGraph, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { openRoom } from '@homebound/nodes';
import { bodyButtons } from '@homebound/robot';
import type { AuditEvent } from '@homebound/vault';
import { TheRoom, type TheRoomOptions } from './theRoom.ts';

/** A room with a home that notes what is asked of it. */
function rig() {
  const done: string[] = [];
  const log: AuditEvent[] = [];
  const said: string[] = [];
  const room = new TheRoom({
    home: {
      pressed: () => void done.push('pressed'),
      reset: async (by) => {
        done.push(`reset by ${by}`);
        throw new Error('the disk is gone');
      },
      audit: { append: (event) => void log.push(event), read: async () => [], check: async () => ({}) as never },
    },
    wall_s: () => 7,
    say: (text) => said.push(text),
    warn: (text) => said.push(text),
  });
  const wake = () => {
    const graph = new LocalGraph({});
    room.enter(graph.outside);
    const { outside } = graph;
    const presences: unknown[] = [];
    outside.subscribe(homebound_interfaces.Presence, 'presence', qos.latched, (m) => presences.push(m));
    const button = outside.publisher(homebound_interfaces.Button, 'button', qos.reliable);
    const privacy = outside.publisher(homebound_interfaces.Privacy, 'privacy', qos.latched);
    const sign = outside.publisher(homebound_interfaces.BodySign, 'body_sign', qos.latched);
    const deeds = outside.publisher(homebound_interfaces.Deed, 'deeds', qos.reliable);
    graph.runFor(0.1);
    return { graph, presences, button, privacy, sign, deeds };
  };
  return { room, done, log, said, wake };
}

test('what people at the robot press goes to the gateway and the home', async () => {
  const { room, done, said, wake } = rig();
  const { graph, button } = wake();
  room.serve((name) => void done.push(`gateway ${name}`));
  for (const [name, held] of [
    ['pair', 0],
    ['reset', 0],
    ['reset', 3],
    ['reset', 10],
  ] as const)
    button.publish({ button: name, held });
  graph.runFor(0.1);
  // That somebody is there is told when a reset begins, and again when it comes: the first may have found nobody to hear it.
  const atReset = ['pressed', 'gateway reset', 'reset by body'];
  expect(done).toEqual(['gateway overrideOn', 'gateway pair', 'pressed', ...atReset]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(said).toEqual([
    'the reset failed, and what is kept may still be there: the disk is gone; hold the button again',
  ]);
});

/** The buttons whose press lets an admin, from wherever they are, delete everything within two minutes. */
function openForReset(enter: (graph: LocalGraph, pressed: () => void) => void): string[] {
  return bodyButtons.filter((name) => {
    let count = 0;
    const graph = new LocalGraph({});
    enter(graph, () => count++);
    graph.outside.publisher(homebound_interfaces.Button, 'button', qos.reliable).publish({ button: name, held: 0 });
    graph.runFor(0.1);
    return count > 0;
  });
}

test('T-RESET, T-ABUSE: who presses the privacy button gives nobody elsewhere the two minutes in which a reset wipes the log', () => {
  const sound = (graph: LocalGraph, pressed: () => void): void => {
    const home = { pressed, reset: async () => [], audit: { append: () => {} } } as unknown as TheRoomOptions['home'];
    new TheRoom({ home, wall_s: () => 7, say: () => {}, warn: () => {} }).enter(graph.outside);
  };
  expect(openForReset(sound)).toEqual(['reset']);
});

test('T-RESET, planted fault: any button counts as somebody who wants a reset', () => {
  const nothing = (): void => {};
  const rest = { pair: nothing, reset: nothing, drivingIsOff: nothing, deed: nothing };
  expect(openForReset((graph, pressed) => void openRoom(graph.outside, { pressed, ...rest }))).toEqual([
    ...bodyButtons,
  ]);
});

test('T-ABUSE: a gateway or a robot that comes later is told how things stand', () => {
  const { room, done, wake } = rig();
  const first = wake();
  first.privacy.publish({ is_off: true });
  first.graph.runFor(0.1);
  room.serve((name) => void done.push(name));
  expect(done).toEqual(['overrideOff']);
  room.presence({ driving: 'a1', viewers: ['a1', 'b2'] });
  const second = wake();
  expect(second.presences).toEqual([{ driver: 'a1', viewers: ['a1', 'b2'] }]);
  // A gateway that began anew has no page open yet.
  room.presence({ driving: undefined, viewers: [] });
  done.length = 0;
  room.presence({ driving: undefined, viewers: ['a1'] });
  expect(done).toEqual(['overrideOff']);
});

test('T-ABUSE: whoever is at the robot reads that driving by hand is off, and how it is allowed again; each change once', () => {
  const { said, wake } = rig();
  for (const isOff of [true, true, false]) {
    const { graph, privacy } = wake();
    privacy.publish({ is_off: isOff });
    graph.runFor(0.1);
  }
  expect(said).toEqual([
    "Driving by hand is switched off. To allow it again, hold the robot's privacy button for 3 s.",
    'The robot can be driven by hand again.',
  ]);
});

test('T-ABUSE: deeds are written down, chirps are said on the console', () => {
  const { log, said, wake } = rig();
  const { graph, deeds, sign } = wake();
  deeds.publish({ kind: 'manualDrive', by: 'unknown', what: 'drive' });
  sign.publish({ reason: 'idle', chirps: 6, tune: 'no' });
  graph.runFor(0.1);
  sign.publish({ reason: 'drivenByHand', chirps: 7, tune: 'driven' });
  graph.runFor(0.1);
  sign.publish({ reason: 'idle', chirps: 7, tune: 'driven' });
  graph.runFor(0.1);
  expect(log).toEqual([{ kind: 'manualDrive', by: 'unknown', what: 'drive', stamp_s: 7, outcome: 'done' }]);
  expect(said).toEqual(['The robot chirps: somebody drives it by hand.']);
});
