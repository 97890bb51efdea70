import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { offerHands, press } from './hands.ts';

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);

onLinux(
  'a press of a simulated body arrives; one too long, or where there is no body, is refused by name',
  async () => {
    const run = mkdtempSync(join(tmpdir(), 'homebound-hands-'));
    chmodSync(run, 0o700);
    const pressed: unknown[] = [];
    await expect(press(run, 'pair')).rejects.toThrow(`${run}/hands.sock: nobody listens there`);
    const hands = await offerHands(run, { press: (...what) => pressed.push(what) });
    await press(run, 'pair');
    await press(run, 'reset', 10);
    await expect(press(run, 'privacy', 61)).rejects.toThrow('Cannot press privacy for 61 s');
    expect(pressed).toEqual([
      ['pair', 0],
      ['reset', 10],
    ]);
    await hands.close();
    rmSync(run, { recursive: true });
  },
);
