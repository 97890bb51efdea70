import type { AuditEvent } from '@homebound/vault';

/** What was done, and what was to be done where it was refused. A word may end in the id of the device that it was done to. */
const deeds: Readonly<Record<string, readonly [done: string, refused: string]>> = {
  'login page': ['opened a page', 'open a page'],
  'login look': ['looked at the home without a page', 'look at the home'],
  'pairing open': ['opened pairing', 'open pairing'],
  'pairing lock': ['locked pairing with wrong codes', 'lock pairing'],
  'pairing viewer': ['paired as viewer', 'pair as viewer'],
  'pairing operator': ['paired as operator', 'pair as operator'],
  'pairing admin': ['paired as admin', 'pair as admin'],
  'role next-viewer': ['chose that who pairs next becomes viewer', 'choose who pairs next'],
  'role next-operator': ['chose that who pairs next becomes operator', 'choose who pairs next'],
  'role next-admin': ['chose that who pairs next becomes admin', 'choose who pairs next'],
  'role viewer': ['made {device} viewer', 'make {device} viewer'],
  'role operator': ['made {device} operator', 'make {device} operator'],
  'role admin': ['made {device} admin', 'make {device} admin'],
  'session self': ['unpaired itself', 'unpair itself'],
  'session end': ['unpaired {device}', 'unpair {device}'],
  'session name': ['gave another name to {device}', 'give another name to {device}'],
  'session all': ['unpaired all devices', 'unpair all devices'],
  'camera on': ['switched the camera on', 'switch the camera on'],
  'camera off': ['switched the camera off', 'switch the camera off'],
  'camera pictures': [
    'set for how long pictures of obstacles are kept',
    'set for how long pictures of obstacles are kept',
  ],
  'camera pictures-0': ['switched pictures of obstacles off', 'switch pictures of obstacles off'],
  ...keptFor(['1 day', '2 days', '3 days', '4 days', '5 days', '6 days', '7 days']),
  'camera picture': ['kept a picture of an obstacle', 'keep a picture of an obstacle'],
  'export picture': ['looked at a picture of an obstacle', 'look at a picture of an obstacle'],
  'export map': ['took a map along as a file', 'take a map along as a file'],
  'export backup': ['took a backup of everything', 'take a backup'],
  'delete map': ['deleted a map', 'delete a map'],
  'delete pictures': ['deleted pictures of obstacles', 'delete pictures of obstacles'],
  'delete runs': ['deleted runs', 'delete runs'],
  'config map-import': ['brought in a map', 'bring in a map'],
  'config map-undo': ['went back to an earlier map', 'go back to an earlier map'],
  'config schedules': ['changed the schedules', 'change the schedules'],
  'config settings': ['changed the settings', 'change the settings'],
  'config restore': ['brought back a backup', 'bring back a backup'],
  'clock set': ['set the clock', 'set the clock'],
  'update file': ['handed in an update', 'hand in an update'],
  'manualDrive drive': ['drove the robot by hand', 'drive the robot by hand'],
  'manualDrive goto': ['sent the robot to a point', 'send the robot to a point'],
  'manualDrive on': ['switched driving by hand on', 'switch driving by hand on'],
  'manualDrive off': ['switched driving by hand off', 'switch driving by hand off'],
  'job start': ['had everything cleaned', 'have everything cleaned'],
  'job clean': ['had rooms or an area cleaned', 'have rooms or an area cleaned'],
  'job pause': ['paused the robot', 'pause the robot'],
  'job resume': ['had the robot go on', 'have the robot go on'],
  'job stop': ['stopped the robot', 'stop the robot'],
  'job dock': ['sent the robot home', 'send the robot home'],
  'job rooms': ['changed rooms', 'change rooms'],
  'job obstacle': ['said what is an obstacle', 'say what is an obstacle'],
  'reset all': ['reset the robot: everything was deleted', 'reset the robot'],
};

function keptFor(spans: readonly string[]): Record<string, readonly [done: string, refused: string]> {
  const words = (span: string) => `pictures of obstacles kept for ${span}`;
  return Object.fromEntries(
    spans.map((span) => [`camera pictures-${span[0]}`, [`had ${words(span)}`, `have ${words(span)}`]]),
  );
}

const parts: Readonly<Record<string, string>> = {
  here: 'A program on the robot',
  body: 'Somebody at the robot',
  button: 'Somebody at the robot',
  nobody: 'A device that is not paired',
  unknown: 'Somebody of whom the gateway said nothing',
};

/**
 * An event as a sentence for people.
 * @param nameOf  what people call a device that is paired now, by its id; the log itself holds no names
 */
export function sentenceOf(
  { kind, by, what, outcome }: AuditEvent,
  nameOf: (id: string) => string | undefined,
): string {
  const device = (id: string): string => nameOf(id) ?? 'a device that is no longer paired';
  const session = /^session-([0-9a-f]{16})$/.exec(by)?.[1];
  const who = capital(session === undefined ? (parts[by] ?? `The robot (${by})`) : device(session));
  const count = /^requests-(\d+)$/.exec(what)?.[1];
  if (kind === 'refused' && count !== undefined) return `${who} was refused ${count} times.`;
  if (what === 'often') return `${who} did more of this (${kind}), again and again: not each time is written down.`;
  const [, word, target = ''] = /^(.+?)(?:-([0-9a-f]{16}))?$/.exec(what) ?? ['', what];
  const [done, refused] = (deeds[`${kind} ${word}`] ?? [`did this: ${kind}, ${what}`, `do this: ${kind}, ${what}`]).map(
    (deed) => deed.replace('{device}', () => device(target)),
  );
  return outcome === 'done' ? `${who} ${done}.` : `${who} wanted to ${refused} and was refused.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
