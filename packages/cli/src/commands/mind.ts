import { join } from 'node:path';
import { MindProcess } from '../processes/mindProcess.ts';
import { runProcess, say, warn } from '../processes/runProcess.ts';
import { userId } from '../processes/userId.ts';

export interface MindCommand {
  readonly run: string;
  readonly home: string;
  readonly motor?: string;
  readonly motorUser?: string;
  readonly gatewayUser?: string;
  readonly forgetNetworkIn?: string;
  readonly child?: boolean;
}

/** `homebound mind`: the process that thinks and remembers. */
export function mind({ run, home, motor, motorUser, gatewayUser, forgetNetworkIn, child }: MindCommand): Promise<void> {
  const options = {
    run,
    home,
    motor: motor ?? join(run, 'motor.sock'),
    motorUid: userId(motorUser),
    gatewayUid: userId(gatewayUser),
    ...(forgetNetworkIn !== undefined && { forgetNetworkIn }),
    say,
    warn,
  };
  return runProcess(() => MindProcess.begin(options), child === true);
}
