import type { MapFileFormat } from '@homebound/wire';
import type * as z from 'zod';
import { goneAnswer, homeAsker, noHome } from './homeAsker.ts';
import { exportRequest, gone, imported, importRequest, maps } from './homeSchemas.ts';
import { type Desk, download, json, type Route } from './route.ts';
import { nothing, reason } from './schemas.ts';

/** Name's end and type of each format: the gateway's own, so that no word of the home and no type of a store's stands in a header. */
const files: Readonly<Record<MapFileFormat, readonly [end: string, type: string]>> = {
  hbmap: ['hbmap', 'application/octet-stream'],
  mapServer: ['tar', 'application/x-tar'],
  valetudo: ['json', 'application/json'],
  png: ['png', 'image/png'],
  svg: ['svg', 'image/svg+xml'],
};

/** The maps that are kept. */
export function mapRoutes(desk: Desk): readonly Route[] {
  const ask = homeAsker(desk);
  const missing = desk.home === undefined ? noHome : undefined;
  return [
    {
      key: 'GET /api/v1/maps',
      summary: 'Maps that are kept',
      answer: maps,
      missing,
      handle: ({ who }) => ask('listMaps', {}, who, ({ answer }) => json(answer)),
    },
    {
      key: 'POST /api/v1/maps',
      summary: 'Bring in a map: a .hbmap or a ValetudoMap',
      body: importRequest,
      answer: imported,
      missing,
      handle: ({ body, bytes, who }) =>
        ask('importMap', body as z.infer<typeof importRequest>, who, ({ answer }) => json(answer), bytes),
    },
    {
      key: 'POST /api/v1/maps/{id}/export',
      summary: 'Take a map along as a file',
      body: exportRequest,
      answerType: 'application/octet-stream',
      missing,
      handle: ({ id, body, who }) => {
        const { format } = body as z.infer<typeof exportRequest>;
        const [end, type] = files[format];
        return ask('exportMap', { id, format }, who, ({ bytes = new Uint8Array(0) }) =>
          download(bytes, `homebound-map.${end}`, type),
        );
      },
    },
    {
      key: 'POST /api/v1/maps/{id}/undo',
      summary: 'Go back to the map before its newest change',
      body: nothing,
      answer: reason,
      missing,
      handle: ({ id, who }) => ask('undoMap', { id }, who, () => json({ reason: 'The earlier map is the map again.' })),
    },
    {
      key: 'DELETE /api/v1/maps/{id}',
      summary: 'Delete a map and all that belongs to it, for good',
      body: nothing,
      answer: gone,
      missing,
      handle: ({ id, who }) => ask('deleteMap', { id }, who, ({ answer }) => goneAnswer(desk, answer.gone)),
    },
  ];
}
