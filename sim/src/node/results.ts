import { simulation_interfaces } from '@homebound/messages';
import { type RefusalCode, Refused } from '../run/refused.ts';

type Result = simulation_interfaces.Result;
const { RESULT_FEATURE_UNSUPPORTED, RESULT_OK, RESULT_NOT_FOUND, RESULT_INCORRECT_STATE, RESULT_OPERATION_FAILED } =
  simulation_interfaces.Result;

/** Codes above 100 that one service has of its own, by our reason. */
export type OwnCodes = Partial<Record<RefusalCode, number>>;

const general: OwnCodes = {
  unsupported: RESULT_FEATURE_UNSUPPORTED,
  notFound: RESULT_NOT_FOUND,
  wrongState: RESULT_INCORRECT_STATE,
};

export const done: Result = { result: RESULT_OK, error_message: '' };

export function refusal({ code, message }: Refused, own: OwnCodes = {}): Result {
  return { result: own[code] ?? general[code] ?? RESULT_OPERATION_FAILED, error_message: message };
}

/** What `act` answers, with a result that says so; or the result of why it refused. Other errors are faults of the node. */
export function answer<T extends object>(act: () => T | undefined, own?: OwnCodes): Partial<T> & { result: Result } {
  try {
    return { ...(act() ?? ({} as T)), result: done };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { result: refusal(error, own) } as Partial<T> & { result: Result };
  }
}
