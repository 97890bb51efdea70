import { goesWords, goingWith, householdWords, keptWords, sureWords } from './pictureWords.ts';

const camera = { isOpen: true, isOn: true, reason: '', tellsPeople: true };

test('everybody is told that pictures are kept, for how long and who sees them, and nothing while none are', () => {
  expect(householdWords({ ...camera, keepsPictures_days: 3 })).toBe(
    'Pictures of obstacles are kept for 3 days; admins see them.',
  );
  expect(householdWords({ ...camera, keepsPictures_days: 1 })).toContain('for 1 day;');
  expect(householdWords({ ...camera, keepsPictures_days: 7, tellsPeople: false })).toMatch(
    /for 7 days; admins see them\. None is taken now/,
  );
  expect([householdWords(camera), householdWords({ ...camera, keepsPictures_days: 0 })]).toEqual(['', '']);
});

test('pictures of obstacles: off, kept, and why none is taken where nobody could tell a person', () => {
  expect(keptWords(0, 0, true)).toMatch(/^Off/);
  expect([0, 1, 5].map((count) => keptWords(7, count, true))).toEqual([
    'None is kept now.',
    '1 picture is kept.',
    '5 pictures are kept.',
  ]);
  expect(keptWords(7, 2, false)).toMatch(/a detector .+: no more are taken\. 2 pictures are kept\.$/);
  expect(keptWords(7, 0, false)).toMatch(/None is kept\.$/);
  expect(keptWords(0, 0, false)).toMatch(/a detector .+ adds one with “homebound detector --install openimages”/);
});

test('what goes with fewer days is counted as the robot will, and named before it goes', () => {
  const day_s = 86_400;
  const pictures = [0.5, 1, 2.9].map((days) => ({ stamp_s: 1.8e9 - days * day_s }));
  expect([0, 1, 3].map((days) => goingWith(pictures, days, 1.8e9))).toEqual([3, 2, 0]);
  expect(sureWords(1, undefined)).toBe('1 picture will be gone for good. New ones are kept as before.');
  expect(sureWords(7, 0)).toBe('7 pictures will be gone for good, and no more are kept.');
  expect(sureWords(2, 1)).toBe('2 pictures will be gone for good: older than 1 day.');
});

test('a picture says when it was taken, and when it goes', () => {
  expect(goesWords(1.8e9, 7)).toMatch(/^Taken .*15.+\. Deleted when the thing is gone, at the latest on .*22.*\.$/);
});
