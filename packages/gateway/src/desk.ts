import type { CommandBody, CommandSink } from '@homebound/wire';
import { Access, type GatewayClock } from './access/access.ts';
import { type AuditLog, memoryAudit } from './access/audit.ts';
import { ManualDrive } from './access/manualDrive.ts';
import type { Desk } from './api/route.ts';
import type { BodyButtons, GatewayOptions } from './options.ts';
import { deviceOf } from './pages.ts';

/** The robot's answer to a request over HTTP is waited for so long, s. */
const answerTimeout_s = 10;

const systemClock: GatewayClock = { mono_s: () => performance.now() / 1000, wall_s: () => Date.now() / 1000 };

/** A command as a promise that always resolves, with a refusal when the answer stays out. */
function asker(commands: CommandSink): Desk['ask'] {
  return (command: CommandBody) =>
    new Promise((resolve) => {
      const late = setTimeout(
        () => resolve({ accepted: false, reason: 'The robot did not answer' }),
        1000 * answerTimeout_s,
      ).unref();
      commands(command, (accepted, reason) => {
        clearTimeout(late);
        resolve({ accepted, reason });
      });
    });
}

type Log = NonNullable<GatewayOptions['log']>;

/** A sink whose faults are refusals: a fault behind a command must not end the process from within a timer. */
function guardedSink(commands: CommandSink, log: Log): CommandSink {
  return (command, answer) => {
    try {
      commands(command, answer);
    } catch (error) {
      log('error', `Gateway: command ${command.command} failed: ${String(error)}`);
      answer(false, 'The robot could not do this');
    }
  };
}

/** A log that cannot be written is told, and does not stop what was to be written down. */
function guardedAudit(audit: AuditLog, log: Log): AuditLog {
  return {
    read: () => audit.read(),
    append: (entry) => {
      try {
        audit.append(entry);
      } catch (error) {
        log('error', `Gateway: could not write down ${entry.kind} by ${entry.by}: ${String(error)}`);
      }
    },
  };
}

/** What the routes and the pages of a gateway work on. */
export function deskOf(options: GatewayOptions): Desk {
  const { source, clock = systemClock, tls, setClock, contact, log = () => {} } = options;
  const commands = guardedSink(options.commands, log);
  const audit = guardedAudit(options.audit ?? memoryAudit(), log);
  const access = options.access && new Access(options.access, clock, audit);
  const manual = new ManualDrive({
    commands,
    now_s: clock.mono_s,
    began: (by) =>
      audit.append({ stamp_s: clock.wall_s(), kind: 'manualDrive', by: deviceOf(by), what: 'Drove by hand' }),
  });
  return {
    access,
    source,
    audit,
    clock,
    manual,
    isSecure: tls !== undefined,
    ask: asker(commands),
    authority: tls?.authority,
    setClock,
    contact,
  };
}

/** What a person at the robot does with it. */
export function buttonsOf({ access, manual, audit, clock }: Desk): BodyButtons {
  const note = (what: string): void => audit.append({ stamp_s: clock.wall_s(), kind: 'manualDrive', by: 'body', what });
  return {
    pair: (role) => access?.pressButton(role) ?? false,
    overrideOff: () => {
      manual.off();
      note('Switched driving by hand off');
    },
    overrideOn: () => {
      manual.on();
      note('Switched driving by hand on');
    },
    reset: () => access?.reset(),
  };
}
