import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchFolder } from './batchFolder.ts';
import type { BatchConditions } from './batchRun.ts';
import { summarise } from './batchTable.ts';
import { sampleResult } from './sampleResult.ts';

const conditions: BatchConditions = {
  knowsMap: false,
  recharge: true,
  noise: 'realistic',
  lidar: 'lds02rr',
  maxTime_s: 100,
};
let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'homebound-batch-'));
});
afterEach(() => rmSync(path, { recursive: true }));

test('a batch goes on where it was cut off: whole lines are done, half a line is not', () => {
  const first = new BatchFolder(path, conditions);
  first.runs.add(sampleResult('studio', 1));
  first.runs.add(sampleResult('studio', 2));
  const whole = readFileSync(join(path, 'runs.jsonl'), 'utf8');
  appendFileSync(join(path, 'runs.jsonl'), whole.slice(0, 100));
  const second = new BatchFolder(path, conditions);
  expect([...second.runs.done.keys()]).toEqual(['studio#1', 'studio#2']);
  expect(second.runs.done.get('studio#2')).toEqual(sampleResult('studio', 2));
  second.runs.add(sampleResult('studio', 3));
  expect(
    readFileSync(join(path, 'runs.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((l) => JSON.parse(l).seed),
  ).toEqual([1, 2, 3]);
});

test('the table holds the runs asked for, in their order, whatever order they ended in', () => {
  const folder = new BatchFolder(path, conditions);
  for (const seed of [3, 1, 2]) folder.runs.add(sampleResult('studio', seed));
  folder.writeTable(['studio#1', 'studio#2'], summarise([]));
  const { results } = JSON.parse(readFileSync(join(path, 'table.json'), 'utf8'));
  expect(results.map((r: { seed: number }) => r.seed)).toEqual([1, 2]);
  expect(readFileSync(join(path, 'table.csv'), 'utf8').split('\r\n')).toHaveLength(1 + 2 + 1);
});

test('runs of other conditions are not mixed, and a damaged line is named', () => {
  new BatchFolder(path, conditions).runs.add(sampleResult('studio', 1));
  expect(() => new BatchFolder(path, { ...conditions, recharge: false })).toThrow(/holds a batch of other conditions/);
  writeFileSync(join(path, 'runs.jsonl'), '{"name":\n');
  expect(() => new BatchFolder(path, conditions)).toThrow(/Line 1 of .*runs\.jsonl is not JSON: remove it/);
});
