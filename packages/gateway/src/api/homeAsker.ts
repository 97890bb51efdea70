import { type GoneEntry, type HomeCall, type HomeCalls, HomeRefusal, type HomeReply } from '@homebound/wire';
import { auditName } from '../access/audit.ts';
import { goneWords } from './goneWords.ts';
import { type Answer, type Desk, json, refuse, type Who } from './route.ts';

/** Of what needs the store, on a robot that keeps nothing. */
export const noHome = 'This robot keeps nothing of the home: it was started without a store';
/** A backup of a large home may take its time on an SD card, s. */
const patience_s = 300;

const statuses = {
  notFound: 404,
  invalid: 400,
  tooLarge: 413,
  diskFull: 507,
  busy: 503,
  presence: 409,
  failed: 500,
} as const satisfies Record<HomeRefusal['code'], number>;

/** Asks the home's store for somebody; what it refuses is answered with its reason. */
export type AskHome = <C extends HomeCall>(
  call: C,
  request: HomeCalls[C]['request'],
  who: Who | undefined,
  answer: (reply: HomeReply<C>) => Answer | Promise<Answer>,
  bytes?: Uint8Array,
) => Promise<Answer>;

export function homeAsker({ home }: Desk): AskHome {
  return async (call, request, who, answer, bytes) => {
    if (home === undefined) return refuse(404, noHome);
    try {
      const reply = await inTime(home.ask(call, request, auditName(who?.id), bytes, who?.token));
      return reply === 'late' ? refuse(504, 'The robot did not answer in time') : await answer(reply);
    } catch (error) {
      if (!(error instanceof HomeRefusal)) throw error;
      return refuse(statuses[error.code], error.message, error.code === 'busy' ? { 'retry-after': '5' } : {});
    }
  };
}

function inTime<T>(promise: Promise<T>): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => resolve('late'), 1000 * patience_s).unref();
    promise.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

interface GoneHow {
  /** What was done beside, in words. */
  readonly done?: string;
  /** What browsers forget. */
  readonly clear?: string;
}

/** Tells the page's source, then who asked, what is gone for good; browsers forget what they may hold of it, too. */
export function goneAnswer(
  { onGone }: Desk,
  gone: readonly GoneEntry[],
  { done, clear = '"cache"' }: GoneHow = {},
): Answer {
  onGone(gone);
  const list = goneWords(gone);
  const words = [...(done === undefined ? [] : [done]), ...(list === '' ? [] : [`Gone for good: ${list}.`])];
  return json({ reason: words.join(' ') || 'There was nothing to delete.', gone }, 200, { 'clear-site-data': clear });
}
