import type { CommandBody } from '@homebound/wire';
import type { z } from 'zod';
import { noteSent } from '../access/audit.ts';
import { type Answer, type Desk, json, type Route, refuse } from './route.ts';
import { jobRequest, reason, roomEdit } from './schemas.ts';

/** What can be asked of the robot. It answers itself: yes, or 409 with its own reason. */
export function jobRoutes({ ask, note }: Desk): readonly Route[] {
  const passOn = async (command: CommandBody): Promise<Answer> => {
    const answer = await ask(command);
    return answer.accepted ? json({ reason: answer.reason }) : refuse(409, answer.reason);
  };
  return [
    {
      key: 'POST /api/v1/jobs',
      summary: 'Begin a job for rooms, zones or the whole home; pause, resume, stop it; go home or to a point',
      body: jobRequest,
      answer: reason,
      handle: async ({ body, who }) => {
        const job = body as z.infer<typeof jobRequest> as CommandBody;
        const answer = await passOn(job);
        noteSent(note, job, who?.id, answer.status === 200);
        return answer;
      },
    },
    {
      key: 'POST /api/v1/rooms',
      summary: 'Divide, join or name rooms',
      body: roomEdit,
      answer: reason,
      handle: ({ body }) => passOn({ command: 'editRooms', change: body as z.infer<typeof roomEdit> }),
    },
  ];
}
