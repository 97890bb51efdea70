import { join } from 'node:path';
import type { HereRule } from '@homebound/gateway';
import { returnMemory } from '@homebound/link';
import { MindProcess } from '../processes/mindProcess.ts';
import { runProcess, say, warn } from '../processes/runProcess.ts';
import { userId } from '../processes/userId.ts';

export interface MindCommand {
  readonly run: string;
  readonly home: string;
  readonly motor?: string;
  readonly motorUser?: string;
  readonly gatewayUser?: string;
  readonly camera?: string;
  readonly cameraUser?: string;
  readonly here: HereRule;
  readonly forgetNetworkIn?: string;
  readonly child?: boolean;
}

/** `homebound mind`: the process that thinks and remembers. */
export function mind(command: MindCommand): Promise<void> {
  const { run, home, motor, motorUser, gatewayUser, camera, cameraUser, here, forgetNetworkIn, child } = command;
  const options = {
    run,
    home,
    motor: motor ?? join(run, 'motor.sock'),
    motorUid: userId(motorUser),
    gatewayUid: userId(gatewayUser),
    ...(camera !== undefined && { camera: { path: camera, uid: userId(cameraUser) } }),
    here,
    ...(forgetNetworkIn !== undefined && { forgetNetworkIn }),
    say,
    warn,
  };
  returnMemory();
  return runProcess(() => MindProcess.begin(options), child === true);
}
