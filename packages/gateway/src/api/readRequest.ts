import type * as z from 'zod';
import type { Headers } from '../guard.ts';

/** Header in which an upload says what it would otherwise say in its body: JSON, percent-encoded. A foreign page can't send it. */
export const requestHeader = 'homebound-request';

type Read = { readonly value: unknown } | { readonly refusal: string };

/** The JSON of a request's body, as the schema has it. */
export function readBody(schema: z.ZodType, bytes: Uint8Array): Read {
  try {
    return checked(schema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return { refusal: 'Cannot read the request: its body is not JSON' };
  }
}

/** The JSON that an upload says beside its file; `{}` when it says nothing. */
export function readHeader(schema: z.ZodType, headers: Headers): Read {
  const values = headers[requestHeader] ?? ['{}'];
  try {
    return checked(schema, JSON.parse(decodeURIComponent(values.length === 1 ? values[0] : '')));
  } catch {
    return { refusal: `Cannot read the request: the header ${requestHeader} is not JSON, percent-encoded` };
  }
}

function checked(schema: z.ZodType, value: unknown): Read {
  const read = schema.safeParse(value);
  if (read.success) return { value: read.data };
  const [{ path, message }] = read.error.issues;
  return { refusal: `Cannot read the request: ${path.join('.') || 'body'}: ${message}`.slice(0, 300) };
}
