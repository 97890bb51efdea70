import { goneWords } from './goneWords.ts';

test('maps and runs are counted, all else is named as people know it', () => {
  const kinds = ['tls', 'map', 'run', 'run', 'audit', 'audit', 'constructor'];
  expect(goneWords(kinds.map((kind) => ({ kind })))).toBe('its certificate, 1 map, 2 runs, the log, constructor');
  expect(goneWords([])).toBe('');
});
