export interface Answer<Body = object> {
  readonly ok: boolean;
  /** 0 where there is no connection. */
  readonly status: number;
  readonly body: Body & { readonly reason?: string; readonly session?: { readonly role: string } };
}

/** One request to the robot; no connection is an answer, too. */
export async function askRobot<Body = object>(method: string, path: string, body?: object): Promise<Answer<Body>> {
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return { ok: response.ok, status: response.status, body: await response.json() };
  } catch {
    return { ok: false, status: 0, body: { reason: 'There is no connection to the robot' } as Answer<Body>['body'] };
  }
}
