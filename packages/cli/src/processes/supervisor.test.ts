import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Supervisor } from './supervisor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebound-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the processes of a test have written, a word each. */
const words = (): string[] => {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};
const until = async (isSo: () => boolean): Promise<void> => {
  for (let n = 0; n < 2000 && !isSo(); n++) await new Promise((done) => setTimeout(done, 5));
  expect(isSo()).toBe(true);
};

/** Keeps processes of one script, which is told its name. */
function keep(code: string, ...names: string[]): { supervisor: Supervisor; warnings: string[]; run: Promise<boolean> } {
  const script = join(folder, 'child.cjs');
  const log = `const say = (word) => require('node:fs').appendFileSync('${join(folder, 'log')}', word + ' ' + process.argv[2] + '\\n');`;
  writeFileSync(script, `${log}${code}`);
  const warnings: string[] = [];
  const plans = names.map((name) => ({ name, script, args: [name] }));
  const supervisor = new Supervisor({
    plans,
    warn: (text) => warnings.push(text),
    firstPause_s: 0.01,
    hopelessExit: 2,
    anewExit: 4,
  });
  return { supervisor, warnings, run: supervisor.run() };
}

const obedient =
  "say('began'); process.on('SIGTERM', () => { say('ended'); process.exit(); }); setInterval(() => {}, 1000);";

test('one that crashes is started anew, the others go on; all end the other way round than they began', async () => {
  const { supervisor, warnings, run } = keep(obedient, 'motor', 'mind', 'gateway');
  await until(() => words().length === 3);
  const { mind, motor } = supervisor.pids;
  process.kill(mind!, 'SIGKILL');
  await until(() => words().length === 4);
  expect(words()[3]).toBe('began mind');
  expect([supervisor.pids.motor === motor, supervisor.pids.mind === mind]).toEqual([true, false]);
  expect(warnings).toEqual(['a part of the robot (mind, SIGKILL) failed; it starts again in 0.01 s']);
  supervisor.end();
  expect(await run).toBe(true);
  expect(words().slice(4)).toEqual(['ended gateway', 'ended mind', 'ended motor']);
});

test('one that can not be kept running ends all: five times, ever more slowly', async () => {
  const { warnings, run } = keep(`${obedient} if (process.argv[2] === 'mind') process.exit(3);`, 'motor', 'mind');
  expect(await run).toBe(false);
  expect(warnings.slice(-2)).toEqual([
    'a part of the robot (mind, code 3) failed; it starts again in 0.08 s',
    'a part of the robot (mind) does not keep running, so all of it ends; see above for why',
  ]);
  expect(words().filter((word) => word === 'began mind').length).toBe(5);
  expect(words()).toContain('ended motor');
});

test('one that a person has to mend first is not started again, unless it has run before', async () => {
  const { warnings, run } = keep(`${obedient} if (process.argv[2] === 'gateway') process.exit(2);`, 'mind', 'gateway');
  expect(await run).toBe(false);
  expect(warnings).toEqual([
    'a part of the robot (gateway) does not keep running, so all of it ends; see above for why',
  ]);
  expect(words().filter((word) => word === 'began gateway').length).toBe(1);
});

test('one that ends because another did is started anew in silence', async () => {
  const { supervisor, warnings, run } = keep(
    `${obedient} if (!require('node:fs').existsSync('${join(folder, 'went')}')) {
    require('node:fs').writeFileSync('${join(folder, 'went')}', '');
    process.exit(4);
  }`,
    'gateway',
  );
  await until(() => words().length === 2);
  supervisor.end();
  expect([await run, warnings]).toEqual([true, []]);
});

test('nothing by which Node shows what it works with is handed on', async () => {
  process.env.NODE_DEBUG_TEST_ONLY = 'http';
  try {
    const { supervisor, run } = keep(
      `${obedient} say(Object.keys(process.env).filter((k) => k.startsWith('NODE_')).join() || 'none');`,
      'mind',
    );
    await until(() => words().length === 2);
    expect(words()[1]).toBe('none mind');
    supervisor.end();
    await run;
  } finally {
    delete process.env.NODE_DEBUG_TEST_ONLY;
  }
});
