import { returnMemory } from '@homebound/link';
import { GatewayProcess } from '../processes/gatewayProcess.ts';
import { lanAddress } from '../processes/lanAddress.ts';
import { runProcess, say, warn } from '../processes/runProcess.ts';
import { userId } from '../processes/userId.ts';

export interface GatewayCommand {
  readonly run: string;
  readonly lan?: string | boolean;
  readonly port: number;
  readonly announce: boolean;
  readonly mindUser?: string;
  readonly child?: boolean;
  readonly pressPair?: string;
}

/** `homebound gateway`: the process with a door to the network. */
export function gateway({ run, lan, port, announce, mindUser, child, pressPair }: GatewayCommand): Promise<void> {
  const address = lanAddress(lan);
  const options = { run, lan: address, port, isAnnounced: announce, mindUid: userId(mindUser), pressPair, say, warn };
  returnMemory();
  return runProcess(() => GatewayProcess.begin(options), child === true);
}
