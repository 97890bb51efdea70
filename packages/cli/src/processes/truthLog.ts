import { closeSync, openSync, writeSync } from 'node:fs';
import type { RobotBody } from '@homebound/robot';
import type { Simulator } from '@homebound/sim';

const COLUMNS =
  'stamp_s,x_m,y_m,yaw_rad,v_mps,wheelSpeed_mps,mainBrush,fallen,toldV_mps,toldW_radps,toldBrush,heard_s,cameraIsOpen,cameraLamp';

export interface TruthLog {
  /** The simulated body, with what it is told noted down. */
  readonly body: RobotBody;
  /** Writes one row: how the body is, what it was told last, and when the mind's last valid wish came. */
  note(heard_s: number): void;
  close(): void;
}

/** What a simulated body really did, step by step, for tests and for looking at afterwards. A robot has no such thing. */
export function truthLog({ body, truth, signs }: Simulator, path: string): TruthLog {
  const file = openSync(path, 'w', 0o600);
  writeSync(file, `${COLUMNS}\n`);
  let told = { v_mps: 0, w_radps: 0 };
  let brush = 0;
  return {
    body: {
      ...body,
      drive(command) {
        told = command;
        body.drive(command);
      },
      clean(command) {
        brush = command.mainBrush;
        body.clean(command);
      },
    },
    note(heard_s) {
      const { stamp_s, T_world_base, v_mps, wheelSpeed_mps, mainBrush, fallen } = truth();
      const { x, y, theta } = T_world_base;
      const row = [stamp_s, x, y, theta, v_mps, wheelSpeed_mps, mainBrush, Number(fallen)];
      const eye = [body.camera?.isOpen === true, signs().at(-1)?.camera === true].map(Number);
      writeSync(file, `${[...row, told.v_mps, told.w_radps, brush, heard_s, ...eye].join(',')}\n`);
    },
    close: () => closeSync(file),
  };
}
