import { privacyKeeper } from './privacyKeeper.ts';

/** A store of one thing, and what it holds. */
function store(bytes?: Uint8Array) {
  const held = { bytes };
  return {
    held,
    load: () => held.bytes,
    save: (given: Uint8Array) => {
      held.bytes = given;
    },
  };
}

test('what the button was left at is there again; in a new home it was never pressed', () => {
  const place = store();
  const keeper = privacyKeeper(place);
  expect(keeper.load()).toBeUndefined();
  for (const state of [
    { isOff: true, atRobot: true, cameraIsOn: false },
    { isOff: false, atRobot: false, cameraIsOn: true },
  ]) {
    keeper.save(state);
    expect(privacyKeeper(store(place.held.bytes)).load()).toEqual(state);
  }
});

test('T-CAM: what was kept before there was a camera has none on', () => {
  const before = store(new TextEncoder().encode('{"schema":1,"isOff":false,"atRobot":false}'));
  expect(privacyKeeper(before).load()).toEqual({ isOff: false, atRobot: false, cameraIsOn: false });
});

test.each(['', '{}', '{"schema":2,"isOff":false,"atRobot":false}', '{"schema":1,"isOff":0,"atRobot":false}'])(
  'T-ABUSE: what cannot be read is an error, and not a button that nobody pressed: %j',
  (text) => {
    expect(() => privacyKeeper(store(Buffer.from(text))).load()).toThrow();
  },
);
