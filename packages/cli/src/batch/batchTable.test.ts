import { batchCsv, median, resultLine, summarise } from './batchTable.ts';
import { sampleResult } from './sampleResult.ts';

const stuck = sampleResult('home, cellar', 2, {
  finished: false,
  docked: false,
  state: 'stuck',
  reason: 'It said "help"',
  score: { ...sampleResult('x', 1).score, coverage: 0.5, hardContacts: 3, reachableArea_m2: 60, cliffFalls: 1 },
});

test('what stands in a cell of the table comes out again: commas and quotes are quoted', () => {
  const [header, row, end] = batchCsv([stuck]).split('\r\n');
  expect(header.split(',')).toContain('coverage_wall_band');
  expect(row.startsWith('"home, cellar",2,false,false,stuck,done,0.500000,')).toBe(true);
  expect(row.endsWith(',0123456789abcdef,"It said ""help"""')).toBe(true);
  expect(end).toBe('');
});

test('the summary counts rescues and falls, and weighs hard contacts by floor', () => {
  expect(summarise([sampleResult('studio', 1), stuck])).toMatchObject({
    runs: 2,
    rescues: 1,
    falls: 1,
    coverage: (0.98 + 0.5) / 2,
    worstCoverage: 0.5,
    hardContactsPer_m2: (1 + 3) / (20 + 60),
    simulated_s: 2000,
    cpu_s: 20,
  });
  expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 2.5, Number.NaN]);
});

test('a run that has to be rescued says why in its line', () => {
  expect(resultLine(stuck)).toContain('NOT DOCKED (stuck: It said "help"), 1 FALLS');
  expect(resultLine(sampleResult('studio', 1))).toMatch(/^studio#1 +98\.0 % of 20 m².* 100 x real time, docked$/);
});
