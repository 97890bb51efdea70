import type { z } from 'zod';
import { sessionCookie } from './cookie.ts';
import { type Desk, json, type Route, refuse } from './route.ts';
import { audit, clockRequest, manualRequest, nothing, reason, session, sessionChange, sessions } from './schemas.ts';

/** Who is paired, what they did, and what only an admin may set. */
export function sessionRoutes({ access, audit: log, clock, isSecure, manual, setClock }: Desk): readonly Route[] {
  const unknown = () => refuse(404, 'There is no such session');
  const note = (kind: 'role' | 'session' | 'clock' | 'manualDrive', by: string | undefined, what: string): void =>
    log.append({ stamp_s: clock.wall_s(), kind, by: by ?? 'nobody', what });
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
      handle: ({ who }) => {
        if (access === undefined || who === undefined || !access.sessions.revoke(who.id)) return unknown();
        note('session', who.id, 'Unpaired itself');
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
      handle: ({ id, body, who }) => {
        const change = body as z.infer<typeof sessionChange>;
        if (access?.sessions.change(id, change) !== true) return unknown();
        if (change.role !== undefined) note('role', who?.id, `Made ${id} ${change.role}`);
        return json({ reason: 'Done.' });
      },
    },
    {
      key: 'DELETE /api/v1/sessions/{id}',
      summary: 'Unpair a device; its open pages are closed within a second',
      body: nothing,
      answer: reason,
      handle: ({ id, who }) => {
        if (access?.sessions.revoke(id) !== true) return unknown();
        note('session', who?.id, `Unpaired ${id}`);
        return json({ reason: 'Unpaired.' });
      },
    },
    {
      key: 'GET /api/v1/audit',
      summary: 'Who did what with the robot',
      answer: audit,
      handle: () => json({ entries: log.read() }),
    },
    {
      key: 'PUT /api/v1/clock',
      summary: "Set the robot's clock",
      body: clockRequest,
      answer: reason,
      handle: ({ body, who }) => {
        if (setClock === undefined) return refuse(409, 'The clock of this robot is set by its system');
        const { wall_s } = body as z.infer<typeof clockRequest>;
        const from_s = clock.wall_s();
        setClock(wall_s);
        access?.sessions.clockMoved(from_s, clock.wall_s());
        note('clock', who?.id, 'Set the clock');
        return json({ reason: 'The clock is set.' });
      },
    },
    {
      key: 'PUT /api/v1/manual',
      summary: 'Switch driving by hand on again, or off',
      body: manualRequest,
      answer: reason,
      handle: ({ body, who }) => {
        const { isOn } = body as z.infer<typeof manualRequest>;
        if (isOn) manual.on();
        else manual.off();
        note('manualDrive', who?.id, `Switched driving by hand ${isOn ? 'on' : 'off'}`);
        return json({ reason: `Driving by hand is ${isOn ? 'on' : 'off'}.` });
      },
    },
  ];
}
