import type * as z from 'zod';
import { sessionCookie } from './cookie.ts';
import { type Desk, json, type Route, refuse } from './route.ts';
import { paired, pairingState, pairRequest, reason, roleRequest } from './schemas.ts';

const why = {
  closed: 'Press the button on the robot first: pairing is open for two minutes then',
  wrong: 'This is not the code that the robot says',
  full: 'As many devices as can be are paired already; an admin can unpair one',
  locked: 'Too many wrong codes; wait, then press the button on the robot again',
  lockedOut: 'Too many wrong codes; wait, then press the button on the robot again',
} as const;

/** Pairing by presence: what anybody may know of it, the code, and the role of who comes next. */
export function pairingRoutes({ access, isSecure, authority, note, camera }: Desk): readonly Route[] {
  const noAccess = () => refuse(409, 'Pairing is not set up: this gateway serves its own machine only');
  return [
    {
      key: 'GET /api/v1/pairing',
      summary:
        'What anybody may know: whether pairing is needed, and open now; and of the camera, whether there is one, on or open',
      answer: pairingState,
      handle: () =>
        json({
          isNeeded: access !== undefined,
          camera: camera(),
          ...(access?.pairing ?? { isOpen: false, left_s: 0, locked_s: 0 }),
        } satisfies z.infer<typeof pairingState>),
    },
    {
      key: 'POST /api/v1/pairing',
      summary: 'Pair with the code that the robot says after the press of its button',
      body: pairRequest,
      answer: paired,
      handle: async ({ body }) => {
        if (access === undefined) return noAccess();
        const { code, name, wantsToken } = body as z.infer<typeof pairRequest>;
        const answer = await access.tryCode(code, name);
        if (!answer.ok)
          return refuse(answer.wait_s > 0 ? 429 : 403, why[answer.reason], {
            ...(answer.wait_s > 0 && { 'retry-after': String(Math.ceil(answer.wait_s)) }),
          });
        const { session, token } = answer;
        return wantsToken === true
          ? json({ session, token })
          : json({ session }, 200, { 'set-cookie': sessionCookie(token, isSecure) });
      },
    },
    {
      key: 'PUT /api/v1/pairing',
      summary: 'Choose the role of who pairs next',
      body: roleRequest,
      answer: reason,
      handle: ({ body, who }) => {
        if (access === undefined) return noAccess();
        const { role } = body as z.infer<typeof roleRequest>;
        access.chooseRole(role);
        note('role', who, `next-${role}`);
        return json({ reason: `Who pairs next becomes ${role}.` });
      },
    },
    {
      key: 'GET /api/v1/certificate',
      summary: "Certificate of the robot's own authority, to be installed by hand",
      answerType: 'application/x-x509-ca-cert',
      handle: () =>
        authority === undefined
          ? refuse(404, 'This gateway has no certificate: it speaks plain HTTP')
          : { status: 200, headers: { 'content-type': 'application/x-x509-ca-cert' }, body: authority },
    },
  ];
}
