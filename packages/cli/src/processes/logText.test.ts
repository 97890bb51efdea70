import { logText } from './logText.ts';

/** Messages as the rooms of the robot write them, with a name in each; and what is left of them. */
const messages: [message: string, logged: RegExp][] = [
  [
    'No revision of the map annas-flat can be read: map annas-flat, version 3: the seal is broken',
    /^No revision of the map … can be read: map …, version 3: the seal is broken$/,
  ],
  ['No map annas-flat in this home; there are attic-anna, annas-flat', /^No map … in this home; there are …$/],
  [
    "The map Anna's flat has cells of 0.04 m, this run is set to 0.05 m; add --resolution 0.04",
    /^The map … has cells of 0.04 m, this run is set to 0.05 m; add --resolution 0.04$/,
  ],
  ['There is no version 7 of map annas-flat; it has 3, 2', /no version 7 of map …; it has 3, 2$/],
  [
    "RangeError: Cannot rename room 3: there is no room 3; there are 1 (Anna's kitchen), 2 (Bad)",
    /^RangeError: Cannot rename room 3: there is no room 3; there are …$/,
  ],
  ['Cannot rename room 3: a name is one line of 1 to 60 characters, got "Anna\\"s\\nroom"', /got "…"$/],
  [
    '/home/anna/annas-flat.keys/device-key: others can get at the device key (mode 644); see who did, then chmod 600',
    /^…: others can get at the device key \(mode 644\); see who did, then chmod 600$/,
  ],
  ["ENOENT: no such file or directory, open '/srv/anna/home/index.1'", /^ENOENT: no such file or directory, open '…'?/],
  [
    'another device on the network is called anna-phone; the robot is reached by its address alone',
    /is called …; the robot is reached/,
  ],
  ['Gateway: a page was closed: connect ECONNREFUSED 192.168.7.31:52044', /ECONNREFUSED …:52044$/],
  ['session 9f2c-anna did not end: map annas-flat is open in it', /^session … did not end: map … is open in it$/],
  ['bad token dGhpcyBpcyBubyB0b2tlbiBhdCBhbGw', /^bad token …$/],
  ['Pairing code: 1234 5678. Type it on the page within two minutes.', /^Pairing code: …. Type it on the page/],
];

test.each(messages)('T-BESIDE: in a log, %s', (message, logged) => {
  const text = logText(message);
  expect(text).toMatch(logged);
  expect(text).not.toMatch(/anna|attic|kitchen|bad\b(?! token)|1234|192\.168/i);
});

test('what is ours alone is left as it is, and a message is one line', () => {
  for (const text of [
    'a part of the robot (mind, code 1) failed; it starts again in 2 s',
    'motors held at 12.25 s: cliff',
    'fault in slam, scan: RangeError: scan 17 has 3 hits of 2 rays',
    'the disk is full: nothing was saved; delete old runs or maps',
    'turned away from the motors: process 71 of user 1002 (wrongUser)',
    'release 12 does not do; release 11 is started',
    'there is no device key; mount or name the folder that has it',
  ])
    expect(logText(text)).toBe(text);
  expect(logText(`first\nsecond ${'x'.repeat(5000)}`)).toBe('first');
  expect(logText('wort '.repeat(2000)).length).toBe(301);
});
