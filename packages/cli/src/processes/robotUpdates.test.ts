import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalGraph, qos } from '@homebound/graph';
import { nav_msgs, sensor_msgs } from '@homebound/messages';
import { ReleasePlace } from '@homebound/update';
import { RobotUpdates } from './robotUpdates.ts';

/** A robot that was started with release 9 on trial; 7 ran before. */
function robot() {
  const root = mkdtempSync(join(tmpdir(), 'homebound-update-'));
  const place = new ReleasePlace(root);
  place.keepState({ current: 7, highest: 7, trial: { counter: 9, starts: 1 } });
  const kept: { bytes?: Uint8Array } = {};
  const store = {
    load: () => kept.bytes,
    save: (bytes: Uint8Array) => {
      kept.bytes = bytes;
    },
  };
  const heard = { now_s: 0, warnings: [] as string[], fails: 0 };
  const env = { HOMEBOUND_RELEASES: root, HOMEBOUND_RELEASE: '9', HOMEBOUND_TRIAL: '1' };
  const updates = RobotUpdates.of(env, {
    monotonic_s: () => heard.now_s,
    warn: (text) => heard.warnings.push(text),
    fail: () => heard.fails++,
  })!;
  const graph = new LocalGraph();
  updates.watch(graph, store);
  graph.start();
  return { place, kept, store, heard, updates, graph };
}

/** Waits for what was asked of the disk. */
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !isSo(); i++) await delay(10);
  expect(isSo()).toBe(true);
}

test('a release stays when scans and odometry come, the store is open and the gateway is there; the store remembers it', async () => {
  const { place, kept, store, updates, graph } = robot();
  updates.saw('vault');
  updates.saw('gateway');
  graph.runUntil(2);
  await delay(1);
  expect(place.state().trial).toEqual({ counter: 9, starts: 1 });
  graph.outside.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut).publish({});
  graph.outside.publisher(nav_msgs.Odometry, 'odom', qos.sensorOut).publish({});
  graph.runUntil(4);
  await until(() => kept.bytes !== undefined);
  expect(place.state()).toEqual({ current: 9, previous: 7, highest: 9 });
  expect(JSON.parse(new TextDecoder().decode(kept.bytes))).toEqual({ highest: 9 });
  await expect(updates.take(new Uint8Array(100), store)).rejects.toMatchObject({ name: 'HomeRefusal' });
});

test('one that shows too little in its time ends the process, and the release from before is next', async () => {
  const { place, heard, updates, graph } = robot();
  updates.saw('vault');
  heard.now_s = 200;
  graph.runUntil(2);
  await until(() => heard.fails > 0);
  expect(heard.warnings[0]).toMatch(/^release 9 does not do \(nodes, scan, gateway missing\)/);
  expect(place.state()).toEqual({ current: 7, highest: 7, rolledBack: { counter: 9, reason: 'unhealthy' } });
});

test('a robot that was not started from releases takes no updates', () => {
  const options = { monotonic_s: () => 0, warn: () => {}, fail: () => {} };
  expect(RobotUpdates.of({}, options)).toBeUndefined();
});
