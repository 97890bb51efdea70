import { noteSent } from '../access/audit.ts';
import { type Desk, json, type Route, refuse } from './route.ts';
import { nothing, reason } from './schemas.ts';

/**
 * The camera's switch. No picture comes over it, or over anything else here: there is no live view. Off needs no login, so that nobody who is in
 * the home has to ask anybody; what is switched off that way an admin alone switches on.
 */
export function cameraRoutes({ ask, note, camera }: Desk): readonly Route[] {
  const route = (word: 'on' | 'off', summary: string): Route => ({
    key: `POST /api/v1/camera/${word}`,
    summary,
    body: nothing,
    answer: reason,
    handle: async ({ who }) => {
      if (camera() === 'none') return refuse(404, 'This robot has no camera.');
      const command = { command: word === 'on' ? 'cameraOn' : 'cameraOff' } as const;
      const { accepted, reason: why } = await ask(command, who?.token);
      noteSent(note, command, who, accepted);
      return accepted ? json({ reason: `The camera is switched ${word}.` }) : refuse(409, why);
    },
  });
  return [
    route('on', 'Switch the camera on; refused while it is off at the robot, and where there is none'),
    route('off', 'Switch the camera off, for everybody and for good, without a login'),
  ];
}
