import { cameraRoutes } from './cameraRoutes.ts';
import { jobRoutes } from './jobRoutes.ts';
import { keepRoutes } from './keepRoutes.ts';
import { mapRoutes } from './mapRoutes.ts';
import { openApiRoute } from './openApi.ts';
import { pairingRoutes } from './pairingRoutes.ts';
import { pictureRoutes } from './pictureRoutes.ts';
import { type Desk, type Route, refuse } from './route.ts';
import { runRoutes } from './runRoutes.ts';
import { sessionRoutes } from './sessionRoutes.ts';
import { viewRoutes } from './viewRoutes.ts';

/** Every route but the page's files and the socket. */
export function routesOf(desk: Desk): readonly Route[] {
  const of = [
    pairingRoutes,
    sessionRoutes,
    viewRoutes,
    jobRoutes,
    cameraRoutes,
    mapRoutes,
    pictureRoutes,
    runRoutes,
    keepRoutes,
  ];
  const api = of.flatMap((routes) => routes(desk));
  return [
    ...api,
    openApiRoute(api, desk.isSecure),
    {
      key: 'GET /.well-known/security.txt',
      summary: 'Where to report a weakness',
      answerType: 'text/plain',
      handle: () =>
        desk.contact === undefined
          ? refuse(404, 'Whoever built this robot has named no contact')
          : { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: securityTxt(desk.contact) },
    },
  ];
}

/** RFC 9116. */
function securityTxt({ uri, expires }: NonNullable<Desk['contact']>): string {
  return `Contact: ${uri}\nExpires: ${expires}\nPreferred-Languages: en\n`;
}
