import { LocalGraph, type NodeFault, qos } from '@homebound/graph';
import { homebound_interfaces, std_msgs } from '@homebound/messages';
import type { KeptPrivacy } from '@homebound/mission';
import { header } from './convert.ts';
import { type PrivacyKeeper, presenceNode } from './presenceNode.ts';

/** The node over a body that shows what it is told within 0.02 s. */
function room(keeper?: PrivacyKeeper, definition = presenceNode(keeper)) {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(definition);
  const { outside } = graph;
  let sign = { reason: 'dark', chirps: 0, tune: '', camera: false };
  let permit = { state: '', reason: '' };
  let privacy = { is_off: false, at_robot: false };
  const deeds: unknown[] = [];
  outside.subscribe(homebound_interfaces.BodySign, 'body_sign', qos.latched, (m) => {
    sign = m;
  });
  outside.subscribe(homebound_interfaces.HandPermit, 'hand_permit', qos.latched, (m) => {
    permit = m;
  });
  outside.subscribe(homebound_interfaces.Privacy, 'privacy', qos.latched, (m) => {
    privacy = m;
  });
  outside.subscribe(homebound_interfaces.Deed, 'deeds', qos.reliable, (m) => deeds.push(m));
  const state = outside.publisher(homebound_interfaces.SignState, 'sign_state', qos.reliable);
  outside.timer(0.02, () =>
    state.publish({
      header: header(outside.now_s(), ''),
      shows: sign.reason,
      chirps: sign.chirps,
      camera: sign.camera,
    }),
  );
  const inputs = outside.publisher(std_msgs.Empty, 'hand_input', qos.reliable);
  const buttons = outside.publisher(homebound_interfaces.Button, 'button', qos.reliable);
  const presence = outside.publisher(homebound_interfaces.Presence, 'presence', qos.latched);
  const admin = outside.client(homebound_interfaces.AllowDriving, 'allow_driving');
  return {
    graph,
    faults,
    deeds,
    presence,
    input: () => inputs.publish({}),
    press: (button: string, held: number) => buttons.publish({ button, held }),
    allow: (is_on: boolean) => {
      const answers: unknown[] = [];
      admin.call({ is_on }, (outcome) => answers.push(outcome.ok && outcome.value.accepted));
      graph.runFor(0.05);
      return answers[0];
    },
    sign: () => sign,
    permit: () => permit,
    privacy: () => privacy,
  };
}

test('T-ABUSE: an input lights the sign by itself, whoever says that nobody drives', () => {
  const home = room();
  home.graph.runFor(1);
  home.presence.publish({ driver: '', viewers: [] });
  home.input();
  home.graph.runFor(0.1);
  expect(home.sign()).toMatchObject({ reason: 'drivenByHand', chirps: 1, tune: 'driven' });
  expect(home.permit().state).toBe('driven');
  expect(home.deeds).toEqual([{ kind: 'manualDrive', by: 'unknown', what: 'drive' }]);
  expect(home.faults).toEqual([]);
});

test('who looks is shown, by the word of the gateway', () => {
  const home = room();
  home.graph.runFor(1);
  home.presence.publish({ driver: '', viewers: ['session-1'] });
  home.graph.runFor(0.1);
  expect(home.sign()).toMatchObject({ reason: 'watched', chirps: 1, tune: 'watched' });
});

test('T-ABUSE: how the button was left is kept, and holds after a restart; what cannot be read counts as switched off', () => {
  const kept: KeptPrivacy[] = [];
  const keeper = { load: () => kept.at(-1), save: (state: KeptPrivacy) => void kept.push(state) };
  const home = room(keeper);
  home.graph.runFor(1);
  home.press('privacy', 0);
  home.graph.runFor(2);
  expect(kept).toEqual([{ isOff: true, atRobot: true, cameraIsOn: false }]);
  const later = room(keeper);
  later.graph.runFor(1);
  expect([later.permit().state, later.privacy(), later.allow(true)]).toEqual([
    'refused',
    { is_off: true, at_robot: true },
    false,
  ]);
  later.press('privacy', 3);
  later.graph.runFor(0.1);
  expect([later.permit().state, later.privacy().is_off, kept.length]).toEqual(['ready', false, 2]);
  const unread = room({
    load: () => {
      throw new Error('the disk is broken');
    },
    save: () => {},
  });
  unread.graph.runFor(1);
  expect(unread.permit().state).toBe('refused');
});

test('T-ABUSE: without a disk it is kept as long as the process lives: a node that is started anew has not forgotten it', () => {
  const definition = presenceNode();
  const home = room(undefined, definition);
  home.graph.runFor(1);
  home.press('privacy', 0);
  home.graph.runFor(1);
  home.graph.shutdown();
  const anew = room(undefined, definition);
  anew.graph.runFor(1);
  expect([anew.permit().state, anew.privacy(), anew.allow(true)]).toEqual([
    'refused',
    { is_off: true, at_robot: true },
    false,
  ]);
  expect(room().permit().state).not.toBe('refused');
});

test('a disk that refuses to keep it is one fault, and the button works all the same', () => {
  const home = room({
    load: () => undefined,
    save: () => {
      throw new Error('no space left');
    },
  });
  home.graph.runFor(1);
  home.press('privacy', 0);
  home.graph.runFor(5);
  expect([home.permit().state, home.faults.length]).toEqual(['refused', 1]);
});
