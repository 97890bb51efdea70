import { type Fact, tableOf } from '../doctor/fact.ts';
import { homeFacts } from '../doctor/homeFacts.ts';
import { type Machine, machineFacts } from '../doctor/machineFacts.ts';
import { processFacts } from '../doctor/processFacts.ts';

/**
 * `homebound doctor`: what a person can paste into a public issue. Words of ours and numbers, nothing else: no name of a map, a room, a robot, a
 * machine or a person, no address, network, path, token or serial number; a test plants such and looks for them.
 */
export function doctor(folder: string | undefined, { json }: { readonly json?: boolean }): void {
  const machine = { proc: '/proc', env: process.env, now_s: Date.now() / 1000 };
  const facts = examine(folder, machine);
  process.stdout.write(json ? `${JSON.stringify(facts)}\n` : tableOf(facts));
}

/** All that the doctor finds. @param folder  the home's, as for `--home` */
export function examine(folder: string | undefined, machine: Machine): Fact[] {
  return [...machineFacts(machine), ...(folder === undefined ? [] : homeFacts(folder)), ...processFacts(machine.proc)];
}
