import type { CommandBody } from '@homebound/wire';
import type * as z from 'zod';
import { noteSent } from '../access/audit.ts';
import { type Answer, type Desk, json, type Route, refuse, type Who } from './route.ts';
import { dismissal, jobRequest, nothing, reason, roomEdit } from './schemas.ts';

/** What can be asked of the robot. It answers itself: yes, or 409 with its own reason; and it is written down who asked. */
export function jobRoutes({ ask, note }: Desk): readonly Route[] {
  const passOn = async (command: CommandBody, who: Who | undefined): Promise<Answer> => {
    const { accepted, reason } = await ask(command, who?.token);
    noteSent(note, command, who, accepted);
    return accepted ? json({ reason }) : refuse(409, reason);
  };
  return [
    {
      key: 'POST /api/v1/jobs',
      summary: 'Begin a job for rooms, zones or the whole home; pause, resume, stop it; go home or to a point',
      body: jobRequest,
      answer: reason,
      handle: ({ body, who }) => passOn(body as z.infer<typeof jobRequest> as CommandBody, who),
    },
    {
      key: 'POST /api/v1/rooms',
      summary: 'Divide, join or name rooms',
      body: roomEdit,
      answer: reason,
      handle: ({ body, who }) => passOn({ command: 'editRooms', change: body as z.infer<typeof roomEdit> }, who),
    },
    {
      key: 'POST /api/v1/obstacles',
      summary: 'Say that something on the floor is no obstacle, or take that back; it holds for the place',
      body: dismissal,
      answer: reason,
      handle: ({ body, who }) => {
        const { id, isDismissed } = body as z.infer<typeof dismissal>;
        return passOn({ command: 'dismissObstacle', obstacle: id, isDismissed }, who);
      },
    },
    {
      key: 'DELETE /api/v1/dismissals/{id}',
      summary: 'Take back that something is no obstacle, whether it is seen now or not',
      body: nothing,
      answer: reason,
      handle: ({ id, who }) => {
        const dismissal = Number(id);
        return Number.isInteger(dismissal) && dismissal <= 0xffff_ffff
          ? passOn({ command: 'recallDismissal', dismissal }, who)
          : refuse(404, `Nothing was dismissed as ${id}`);
      },
    },
  ];
}
