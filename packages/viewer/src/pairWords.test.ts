import { strangerCameraWords, windowWords } from './pairWords.ts';

test.each([
  [{ isNeeded: false, isOpen: false, left_s: 0, locked_s: 0 }, 'This robot needs no pairing here.'],
  [{ isNeeded: true, isOpen: true, left_s: 61, locked_s: 0 }, 'The robot waits for the code, for another 2 min.'],
  [{ isNeeded: true, isOpen: false, left_s: 0, locked_s: 30 }, 'Too many wrong codes. The button works again in 30 s.'],
  [{ isNeeded: true, isOpen: false, left_s: 0, locked_s: 0 }, 'The robot waits for its button to be pressed.'],
])('%j: %s', (window, words) => expect(windowWords(window)).toBe(words));

test('whoever is in the home reads whether there is a camera, and whether it is open', () => {
  const { none, off, on, open } = strangerCameraWords;
  expect([none, off, on, open].map((words) => /no camera|switched off|shut now|open now/.exec(words)?.[0])).toEqual([
    'no camera',
    'switched off',
    'shut now',
    'open now',
  ]);
});
