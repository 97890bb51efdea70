import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BodyButtonName } from '@homebound/robot';
import { offerHands, press } from './hands.ts';

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);

onLinux(
  'a press of a simulated body arrives, and who presses learns whether a mind has heard it; one too long, or where there is no body, is refused by name',
  async () => {
    const run = mkdtempSync(join(tmpdir(), 'homebound-hands-'));
    chmodSync(run, 0o700);
    const pressed: unknown[] = [];
    await expect(press(run, 'pair')).rejects.toThrow(`${run}/hands.sock: nobody listens there`);
    // A mind that hears of one and not of the other.
    const touched = (button: BodyButtonName, held_s = 0): void => {
      pressed.push([button, held_s]);
      if (button === 'privacy')
        for (const mark_s of [0, 3]) hands.heard({ kind: 'button', stamp_s: 1, button, held_s: mark_s });
    };
    const hands = await offerHands(run, { press: touched }, 0.01);
    expect(await press(run, 'pair')).toBe(false);
    expect(await press(run, 'privacy', 3.5)).toBe(true);
    await expect(press(run, 'privacy', 61)).rejects.toThrow('Cannot press privacy for 61 s');
    expect(pressed).toEqual([
      ['pair', 0],
      ['privacy', 3.5],
    ]);
    await hands.close();
    rmSync(run, { recursive: true });
  },
);
