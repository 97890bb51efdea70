import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from './homebound.ts';

/** One step of what the simulated body really did, and what it had been told. */
export interface TruthRow {
  readonly stamp_s: number;
  readonly x_m: number;
  readonly v_mps: number;
  readonly wheelSpeed_mps: number;
  readonly mainBrush: number;
  readonly fallen: number;
  readonly toldV_mps: number;
  readonly toldBrush: number;
  /** When the mind's last valid wish came. */
  readonly heard_s: number;
}

/** Ten metres of floor, of which the last six are a metre lower. The robot looks that way from its start. */
const LEDGE = `<?xml version="1.0"?>
<sdf version="1.9" xmlns:homebound="urn:homebound:sdf"><world name="ledge">
  <homebound:dock>0.3 2 0</homebound:dock>
  <homebound:start>1 2 0</homebound:start>
  <homebound:floor name="below">
    <homebound:outline>4 0 10 0 10 4 4 4</homebound:outline><homebound:height>-1</homebound:height><homebound:surface>hard</homebound:surface>
  </homebound:floor>
  ${['5 -0.05 1 0 0 0|10 0.1 2', '5 4.05 1 0 0 0|10 0.1 2', '-0.05 2 1 0 0 0|0.1 4 2', '10.05 2 1 0 0 0|0.1 4 2']
    .map((wall, k) => {
      const [pose, size] = wall.split('|');
      return `<model name="wall${k}"><static>true</static><pose>${pose}</pose><link name="link"><collision name="c"><geometry><box><size>${size}</size></box></geometry></collision></link></model>`;
    })
    .join('\n  ')}
</world></sdf>
`;

/** Motors of a simulated body before a ledge, and a mind that drives it there, each a process of its own. */
export class MotorRig {
  readonly motors: ChildProcess;
  readonly mind: ChildProcess;
  readonly #truth: string;

  private constructor(motors: ChildProcess, mind: ChildProcess, truth: string) {
    this.motors = motors;
    this.mind = mind;
    this.#truth = truth;
  }

  /** @param motorScript,args what to run as motors; `--run DIR --world W --seed S --truth FILE` are added */
  static async begin(
    motorScript: string,
    args: readonly string[],
    mindScript: string,
    speed_mps: number,
  ): Promise<MotorRig> {
    const run = temporaryFolder();
    chmodSync(run, 0o700);
    const [world, truth, socket] = ['ledge.sdf', 'truth.csv', 'motor.sock'].map((name) => join(run, name));
    writeFileSync(world, LEDGE);
    const options = ['--run', run, '--world', world, '--seed', '1', '--truth', truth];
    const motors = spawn(process.execPath, [motorScript, ...args, ...options], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    while (!existsSync(socket)) {
      if (motors.exitCode !== null) throw new Error(`the motors ended with ${motors.exitCode}`);
      await delay(20);
    }
    const mind = spawn(process.execPath, [mindScript, socket, String(speed_mps)], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    return new MotorRig(motors, mind, truth);
  }

  /** All steps so far. */
  rows(): TruthRow[] {
    const [head, ...lines] = readFileSync(this.#truth, 'utf8').split('\n').slice(0, -1);
    const names = head.split(',');
    return lines.map((line) => {
      const values = line.split(',').map(Number);
      return Object.fromEntries(names.map((name, k) => [name, values[k]])) as unknown as TruthRow;
    });
  }

  /** Waits until a step is like that; 60 s at most. */
  async until(isSo: (row: TruthRow) => boolean): Promise<void> {
    for (let k = 0; k < 1200; k++) {
      const last = this.rows().at(-1);
      if (last !== undefined && isSo(last)) return;
      await delay(50);
    }
    throw new Error(`waited a minute for ${isSo}, last ${JSON.stringify(this.rows().at(-1))}`);
  }

  end(): void {
    for (const child of [this.mind, this.motors]) child.kill('SIGKILL');
  }
}
