import { goneAnswer, homeAsker, noHome } from './homeAsker.ts';
import { gone, pictureRule, pictures } from './homeSchemas.ts';
import { type Desk, download, json, type Route } from './route.ts';
import { nothing } from './schemas.ts';

/** Pictures of obstacles: none unless an admin wants them. */
export function pictureRoutes(desk: Desk): readonly Route[] {
  const ask = homeAsker(desk);
  const missing = desk.home === undefined ? noHome : undefined;
  return [
    {
      key: 'GET /api/v1/pictures',
      summary: 'Pictures of obstacles that are kept, newest first, and for how many days; 0 is off',
      answer: pictures,
      missing,
      handle: ({ who }) => ask('listPictures', {}, who, ({ answer }) => json(answer)),
    },
    {
      key: 'PUT /api/v1/pictures',
      summary: 'Keep pictures of obstacles for some days, at most seven, or none (0); older ones go, for good',
      body: pictureRule,
      answer: gone,
      missing,
      handle: ({ body, who }) => {
        const { keep_days } = body as { keep_days: number };
        const done = ruleWords(keep_days);
        return ask('keepPictures', { keep_days }, who, ({ answer }) => goneAnswer(desk, answer.gone, { done }));
      },
    },
    {
      key: 'POST /api/v1/pictures/{id}/export',
      summary: 'Look at a picture of an obstacle',
      body: nothing,
      answerType: 'image/png',
      missing,
      handle: ({ id, who }) =>
        ask('exportPicture', { id }, who, ({ bytes = new Uint8Array(0) }) =>
          download(bytes, 'homebound-obstacle.png', 'image/png'),
        ),
    },
    {
      key: 'DELETE /api/v1/pictures',
      summary: 'Delete all pictures of obstacles, for good',
      body: nothing,
      answer: gone,
      missing,
      handle: ({ who }) => ask('deletePictures', {}, who, ({ answer }) => goneAnswer(desk, answer.gone)),
    },
    {
      key: 'DELETE /api/v1/pictures/{id}',
      summary: 'Delete a picture of an obstacle, for good',
      body: nothing,
      answer: gone,
      missing,
      handle: ({ id, who }) => ask('deletePictures', { ids: [id] }, who, ({ answer }) => goneAnswer(desk, answer.gone)),
    },
  ];
}

function ruleWords(keep_days: number): string {
  if (keep_days === 0) return 'Off: no picture is kept.';
  return `Kept for ${keep_days} ${keep_days === 1 ? 'day' : 'days'} from now on.`;
}
