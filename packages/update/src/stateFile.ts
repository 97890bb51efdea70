import { createHash } from 'node:crypto';
import { exactly, FieldReader, parseJson } from './fields.ts';
import { UpdateError } from './updateError.ts';
import type { RollBackReason, UpdateState } from './updateState.ts';

const MOST = Number.MAX_SAFE_INTEGER;
const reasons: readonly RollBackReason[] = ['unhealthy', 'crashed', 'damaged', 'person'];

export function encodeState({ current, previous, highest, trial, rolledBack }: UpdateState): string {
  const state = JSON.stringify({
    current,
    previous,
    highest,
    trial: trial && { counter: trial.counter, starts: trial.starts },
    rolledBack: rolledBack && { counter: rolledBack.counter, reason: rolledBack.reason },
  });
  return JSON.stringify({ format: 1, state, sha256: createHash('sha256').update(state).digest('hex') });
}

/** Throws UpdateError `damaged`. */
export function decodeState(text: string): UpdateState {
  const what = 'the state of the releases';
  const outer = new FieldReader(parseJson(text, what), what, ['format', 'state', 'sha256']);
  outer.whole('format', 1, 1);
  const body = outer.text('state', /^\{.*\}$/s);
  if (outer.text('sha256', /^[0-9a-f]{64}$/) !== createHash('sha256').update(body).digest('hex'))
    throw new UpdateError('damaged', `${what}: its checksum does not fit`);
  return exactly(text, decodeBody(body, what), encodeState, what);
}

function decodeBody(body: string, what: string): UpdateState {
  const fields = new FieldReader(
    parseJson(body, what),
    what,
    ['current', 'highest'],
    ['previous', 'trial', 'rolledBack'],
  );
  return {
    current: fields.whole('current', 1, MOST),
    highest: fields.whole('highest', 1, MOST),
    ...(fields.has('previous') && { previous: fields.whole('previous', 1, MOST) }),
    ...(fields.has('trial') && { trial: decodeTrial(fields.any('trial'), what) }),
    ...(fields.has('rolledBack') && { rolledBack: decodeRolledBack(fields.any('rolledBack'), what) }),
  };
}

function decodeTrial(value: unknown, what: string): UpdateState['trial'] {
  const fields = new FieldReader(value, what, ['counter', 'starts']);
  return { counter: fields.whole('counter', 1, MOST), starts: fields.whole('starts', 0, 100) };
}

function decodeRolledBack(value: unknown, what: string): UpdateState['rolledBack'] {
  const fields = new FieldReader(value, what, ['counter', 'reason']);
  const reason = fields.text('reason', new RegExp(`^(${reasons.join('|')})$`)) as RollBackReason;
  return { counter: fields.whole('counter', 1, MOST), reason };
}
