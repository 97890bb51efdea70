import { LocalGraph, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import type { MapKeeper } from './mapKeeper.ts';
import { missionNode } from './missionNode.ts';

const nothing = { floors: [], save: () => {}, keepHome: () => {}, keepDismissals: () => {} };

test.each<[MapKeeper | undefined, string]>([
  [{ ...nothing, wasBrokenOff: true }, 'idle: Ready to clean. The last job was broken off'],
  [{ ...nothing, wasBrokenOff: false }, 'idle: Ready to clean.'],
  [undefined, 'idle: Ready to clean.'],
])('a robot that ended in the middle of its last job says so when it wakes up: %j', (keeper, words) => {
  const graph = new LocalGraph();
  graph.add(missionNode(defaultGeometry, keeper));
  const heard: string[] = [];
  graph.outside.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, ({ state, reason }) =>
    heard.push(`${state}: ${reason}`),
  );
  graph.start();
  graph.runFor(3);
  expect(heard[0]?.slice(0, words.length)).toBe(words);
  expect(heard[0]?.includes('start it again')).toBe(keeper?.wasBrokenOff === true);
});
