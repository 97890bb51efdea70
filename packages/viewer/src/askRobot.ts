export interface Answer {
  readonly ok: boolean;
  readonly body: { readonly reason?: string; readonly session?: { readonly role: string } };
}

/** One request to the robot; no connection is an answer, too. */
export async function askRobot(method: string, path: string, body?: object): Promise<Answer> {
  try {
    const response = await fetch(`/api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return { ok: response.ok, body: await response.json() };
  } catch {
    return { ok: false, body: { reason: 'There is no connection to the robot' } };
  }
}
