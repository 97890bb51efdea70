import { type CommandBody, type CommandSink, publicCamera } from '@homebound/wire';
import { Access, type GatewayClock } from './access/access.ts';
import { memoryAudit, noteIn } from './access/audit.ts';
import { Looks } from './access/looks.ts';
import { ManualDrive } from './access/manualDrive.ts';
import type { Desk } from './api/route.ts';
import type { BodyButtons, GatewayOptions } from './options.ts';
import { deviceOf } from './pages.ts';

/** The robot's answer to a request over HTTP is waited for so long, s. */
const answerTimeout_s = 10;

const systemClock: GatewayClock = { mono_s: () => performance.now() / 1000, wall_s: () => Date.now() / 1000 };

/** A command as a promise that always resolves, with a refusal when the answer stays out. */
function asker(commands: CommandSink): Desk['ask'] {
  return (command: CommandBody, token) =>
    new Promise((resolve) => {
      const late = setTimeout(
        () => resolve({ accepted: false, reason: 'The robot did not answer' }),
        1000 * answerTimeout_s,
      ).unref();
      const heard = (accepted: boolean, reason: string): void => {
        clearTimeout(late);
        resolve({ accepted, reason });
      };
      commands(command, heard, token);
    });
}

type Log = NonNullable<GatewayOptions['log']>;

/** A sink whose faults are refusals: a fault behind a command must not end the process from within a timer. */
function guardedSink(commands: CommandSink, log: Log): CommandSink {
  return (command, answer, token) => {
    try {
      commands(command, answer, token);
    } catch (error) {
      log('error', `Gateway: command ${command.command} failed: ${String(error)}`);
      answer(false, 'The robot could not do this');
    }
  };
}

/** What the routes and the pages of a gateway work on. */
export function deskOf(options: GatewayOptions): Desk {
  const { source, clock = systemClock, tls, home, setClock, contact, log = () => {}, onGone = () => {} } = options;
  const commands = guardedSink(options.commands, log);
  const failed = (what: string, error: unknown): void => log('error', `Gateway: ${what}: ${String(error)}`);
  const audit = options.audit ?? memoryAudit();
  const note = noteIn(audit, clock.wall_s, failed);
  const access = options.access && new Access(options.access, { clock, note, failed });
  const began = (by: string): void => note('manualDrive', deviceOf(by), 'drive');
  return {
    access,
    source,
    audit,
    note,
    clock,
    manual: new ManualDrive({ commands, now_s: clock.mono_s, began }),
    looks: new Looks(clock.mono_s, (by) => note('login', by, 'look')),
    isSecure: tls !== undefined,
    home,
    onGone: (gone) => {
      try {
        onGone(gone);
      } catch (error) {
        failed('could not clear what is shown', error);
      }
    },
    ask: asker(commands),
    authority: tls?.authority,
    setClock,
    camera: options.camera ?? (() => publicCamera(source.statusAt(clock.wall_s()).camera)),
    shown: options.shown ?? (async () => {}),
    contact,
  };
}

/** What a person at the robot does with it. */
export function buttonsOf({ access, manual }: Desk): BodyButtons {
  return {
    pair: (role) => access?.pressButton(role) ?? false,
    // Written down by who keeps the switch: the button works without a gateway, too.
    overrideOff: () => manual.off(),
    overrideOn: () => manual.on(),
    // Holds at once; that it could not be written down has been told.
    reset: () => void access?.reset().catch(() => {}),
  };
}
