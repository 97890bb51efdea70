import type * as z from 'zod';
import { noteSent } from '../access/audit.ts';
import { sentenceOf } from '../access/auditWords.ts';
import { sessionCookie } from './cookie.ts';
import { type Desk, json, type Route, refuse } from './route.ts';
import { audit, clockRequest, manualRequest, nothing, reason, session, sessionChange, sessions } from './schemas.ts';

/** Events of the log that are told at once, the newest. */
const mostEvents = 1000;

/** Who is paired, what they did, and what only an admin may set. */
export function sessionRoutes({
  access,
  audit: log,
  note,
  clock,
  isSecure,
  manual,
  ask,
  setClock,
}: Desk): readonly Route[] {
  const unknown = () => refuse(404, 'There is no such session');
  const nameOf = (id: string) => access?.sessions.get(id, clock.wall_s())?.name;
  return [
    {
      key: 'GET /api/v1/session',
      summary: 'Who I am to the robot',
      answer: session,
      handle: ({ who }) => {
        const mine = access?.sessions.get(who?.id ?? '', clock.wall_s());
        return json(
          mine ?? { id: who?.id, name: 'This machine', role: who?.role, created_s: 0, seen_s: clock.wall_s() },
        );
      },
    },
    {
      key: 'DELETE /api/v1/session',
      summary: 'Unpair this device',
      body: nothing,
      answer: reason,
      handle: async ({ who }) => {
        const { sessions } = access ?? {};
        if (who === undefined || sessions?.get(who.id, clock.wall_s()) === undefined) return unknown();
        note('session', who, 'self');
        await sessions.revoke(who.id, who.token);
        return json({ reason: 'Unpaired.' }, 200, { 'set-cookie': sessionCookie('', isSecure) });
      },
    },
    {
      key: 'GET /api/v1/sessions',
      summary: 'All paired devices',
      answer: sessions,
      handle: () => json({ sessions: access?.sessions.list(clock.wall_s()) ?? [] }),
    },
    {
      key: 'PATCH /api/v1/sessions/{id}',
      summary: "Change a device's name or role",
      body: sessionChange,
      answer: reason,
      handle: async ({ id, body, who }) => {
        const change = body as z.infer<typeof sessionChange>;
        if ((await access?.sessions.change(id, change, who?.token)) !== true) return unknown();
        if (change.role !== undefined) note('role', who, `${change.role}-${id}`);
        // The log is read with the names of today: who gives another's to a device would put on them what it did.
        if (change.name !== undefined) note('session', who, `name-${id}`);
        return json({ reason: 'Done.' });
      },
    },
    {
      key: 'DELETE /api/v1/sessions/{id}',
      summary: 'Unpair a device; its open pages are closed within a second',
      body: nothing,
      answer: reason,
      handle: async ({ id, who }) => {
        const { sessions } = access ?? {};
        if (sessions?.get(id, clock.wall_s()) === undefined) return unknown();
        note('session', who, `end-${id}`);
        await sessions.revoke(id, who?.token);
        return json({ reason: 'Unpaired.' });
      },
    },
    {
      key: 'GET /api/v1/audit',
      summary: 'Who did what with the robot',
      answer: audit,
      handle: async ({ who }) => {
        const events = (await log.read(who?.token)).slice(-mostEvents);
        return json({
          entries: events.map((event) => {
            const { stamp_s, kind, by, what, outcome } = event;
            return { stamp_s, kind, by, what, outcome, text: sentenceOf(event, nameOf) };
          }),
        });
      },
    },
    {
      key: 'PUT /api/v1/clock',
      summary: "Set the robot's clock",
      body: clockRequest,
      answer: reason,
      handle: async ({ body, who }) => {
        if (setClock === undefined) return refuse(409, 'The clock of this robot is set by its system');
        const { wall_s } = body as z.infer<typeof clockRequest>;
        const from_s = clock.wall_s();
        setClock(wall_s, who?.token);
        await access?.sessions.clockMoved(from_s, clock.wall_s());
        note('clock', who, 'set');
        return json({ reason: 'The clock is set.' });
      },
    },
    {
      key: 'PUT /api/v1/manual',
      summary:
        'Switch driving by hand on again, or off; on is refused for a day after somebody at the robot switched it off',
      body: manualRequest,
      answer: reason,
      handle: async ({ body, who }) => {
        const { isOn } = body as z.infer<typeof manualRequest>;
        const command = { command: 'allowDriving', isOn } as const;
        const { accepted, reason: why } = await ask(command, who?.token);
        noteSent(note, command, who, accepted);
        if (!accepted) return refuse(409, why);
        if (isOn) manual.on();
        else manual.off();
        return json({ reason: `Driving by hand is ${isOn ? 'on' : 'off'}.` });
      },
    },
  ];
}
