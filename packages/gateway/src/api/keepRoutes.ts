import type * as z from 'zod';
import { goneAnswer, homeAsker, noHome } from './homeAsker.ts';
import { gone, passphraseRequest, restored, updateTaken } from './homeSchemas.ts';
import { type Desk, download, json, type Route } from './route.ts';
import { nothing } from './schemas.ts';

/** All of it at once: backup and restore, update, reset. */
export function keepRoutes(desk: Desk): readonly Route[] {
  const ask = homeAsker(desk);
  const missing = desk.home === undefined ? noHome : undefined;
  return [
    {
      key: 'POST /api/v1/backup',
      summary: 'Take a backup of maps, runs, schedules and settings, sealed with a passphrase',
      body: passphraseRequest,
      answerType: 'application/octet-stream',
      missing,
      handle: ({ body, who }) =>
        ask('backup', body as z.infer<typeof passphraseRequest>, who, ({ bytes = new Uint8Array(0) }) =>
          download(bytes, 'homebound.backup', 'application/octet-stream'),
        ),
    },
    {
      key: 'POST /api/v1/restore',
      summary: 'Bring back a backup: all of it, or nothing',
      body: passphraseRequest,
      answer: restored,
      missing,
      handle: ({ body, bytes, who }) =>
        ask('restore', body as z.infer<typeof passphraseRequest>, who, ({ answer }) => json(answer), bytes),
    },
    {
      key: 'POST /api/v1/update',
      summary: 'Hand in a signed update; it is tried at the next start',
      body: nothing,
      answer: updateTaken,
      missing,
      handle: ({ bytes, who }) => ask('update', {}, who, ({ answer }) => json(answer), bytes),
    },
    {
      key: 'POST /api/v1/reset',
      summary:
        'Delete everything and unpair everybody; needs a press of the reset button on the robot within the last two minutes',
      body: nothing,
      answer: gone,
      missing,
      handle: ({ who }) =>
        ask('reset', {}, who, async ({ answer }) => {
          // What could not be written down is told of by the sessions themselves; nobody is paired either way.
          await desk.access?.reset(who).catch(() => {});
          return goneAnswer(desk, answer.gone, { clear: '"cache", "cookies", "storage"' });
        }),
    },
  ];
}
