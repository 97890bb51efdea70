import type { HomeSettings } from '@homebound/wire';
import { askRobot as ask } from './askRobot.ts';
import { deviceName } from './deviceName.ts';
import { byId, setText } from './elements.ts';
import { type PairingWindow, strangerCameraWords, windowWords } from './pairWords.ts';

const lookPeriod_ms = 2000;

function showProblem(reason: string): void {
  const problem = byId('problem');
  problem.hidden = reason === '';
  setText(problem, reason);
}

/** Says whether the robot waits for a code, and how it stands with its camera. */
async function look(): Promise<void> {
  const { ok, body } = await ask<PairingWindow>('GET', 'pairing');
  setText(byId('window'), ok ? windowWords(body) : (body.reason ?? ''));
  byId('stranger').hidden = !ok;
  if (!ok) return;
  setText(byId('camera-state'), strangerCameraWords[body.camera]);
  byId('stranger').dataset.camera = body.camera;
  const isOn = body.camera === 'on' || body.camera === 'open';
  byId('camera-off').hidden = !isOn;
  byId('camera-hint').hidden = !isOn;
  // What was said of a press has come true.
  if (!isOn) setText(byId('camera-said'), '');
}

/** Looks again and again. */
async function keepLooking(): Promise<void> {
  await look();
  setTimeout(() => void keepLooking(), lookPeriod_ms);
}

/** Schedules go by the clock on the wall: a robot that was told no zone takes that of the first who is paired. */
async function tellZone(): Promise<void> {
  const { ok, body } = await ask('GET', 'settings');
  const settings = body as unknown as HomeSettings;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (ok && settings.timeZone === 'UTC') await ask('PUT', 'settings', { ...settings, timeZone });
}

/** Sends the code; when it was right, the page of the robot follows. */
async function pair(): Promise<void> {
  const button = byId('pair');
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  showProblem('');
  const code = byId<HTMLInputElement>('code').value.trim();
  const { ok, body } = await ask('POST', 'pairing', { code, name: byId<HTMLInputElement>('name').value.trim() });
  button.removeAttribute('aria-busy');
  if (!ok) return showProblem(body.reason ?? 'The robot did not say why');
  // A robot without a clock takes the time of the first who is paired; one that has a clock refuses, and is right.
  if (body.session?.role === 'admin') {
    await ask('PUT', 'clock', { wall_s: Date.now() / 1000 });
    await tellZone();
  }
  location.replace('/');
}

/** Who is in the home needs no login to have the camera shut. */
async function shutCamera(): Promise<void> {
  const { body } = await ask('POST', 'camera/off', {});
  setText(byId('camera-said'), body.reason ?? '');
  await look();
}

/** Brings the pairing page to life. */
export function startPairPage(): void {
  byId('certificate').hidden = location.protocol !== 'https:';
  byId<HTMLInputElement>('name').value = deviceName(navigator.userAgent);
  byId('camera-off').addEventListener('click', () => void shutCamera());
  byId('pairing').addEventListener('submit', (event) => {
    event.preventDefault();
    void pair();
  });
  void keepLooking();
}
