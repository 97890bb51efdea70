import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrashingDisk } from '@homebound/vault';
import { HEALTH_TIME_S } from './healthWatch.ts';
import { ReleasePlace } from './releasePlace.ts';
import { Trial, trialOf } from './trial.ts';

function placeOnTrial(): ReleasePlace {
  const place = new ReleasePlace(mkdtempSync(join(tmpdir(), 'homebound-update-')), new CrashingDisk());
  place.keepState({ current: 7, highest: 7, trial: { counter: 9, starts: 1 } });
  return place;
}

test('a release stays once each part has shown itself', async () => {
  const place = placeOnTrial();
  const trial = new Trial(place, 9, 100);
  for (const part of ['nodes', 'scan', 'vault'] as const) trial.saw(part);
  expect(await trial.look(101)).toEqual({ is: 'waiting' });
  trial.saw('gateway');
  expect(await trial.look(102)).toEqual({ is: 'well' });
  expect(place.state()).toEqual({ current: 9, previous: 7, highest: 9 });
});

test('one that shows too little in its time goes, and the verdict stands', async () => {
  const place = placeOnTrial();
  const trial = new Trial(place, 9, 100);
  trial.saw('nodes');
  trial.saw('vault');
  expect(await trial.look(100 + HEALTH_TIME_S - 0.1)).toEqual({ is: 'waiting' });
  expect(await trial.look(100 + HEALTH_TIME_S)).toEqual({ is: 'unwell', missing: ['scan', 'gateway'] });
  trial.saw('scan');
  trial.saw('gateway');
  expect((await trial.look(300)).is).toBe('unwell');
  expect(place.state()).toEqual({ current: 7, highest: 7, rolledBack: { counter: 9, reason: 'unhealthy' } });
});

test('a process that its start has not put on trial is none', () => {
  expect(trialOf({}, 0)).toBeUndefined();
  expect(trialOf({ HOMEBOUND_RELEASES: '/r', HOMEBOUND_RELEASE: '9', HOMEBOUND_TRIAL: '0' }, 0)).toBeUndefined();
  expect(trialOf({ HOMEBOUND_RELEASES: '/r', HOMEBOUND_RELEASE: '9', HOMEBOUND_TRIAL: '1' }, 0)?.counter).toBe(9);
});
