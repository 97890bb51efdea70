import type { Head } from '@homebound/gateway';
import { broken, brokenText, validValue } from './apiMake.ts';
import type { Random } from './apiRandom.ts';

/** One operation of the API's own description. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>> | undefined;
  /** The body is a file; what is asked stands in a header. */
  readonly isUpload: boolean;
}

export interface Made {
  readonly head: Head;
  readonly body: Buffer;
}

type Schema = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, { readonly schema?: Schema } | undefined>>;
interface Described {
  readonly requestBody?: { readonly content: Content };
  readonly parameters?: readonly { readonly in: string; readonly content?: Content }[];
}

/** The operations that a description tells of. */
export function operationsOf(description: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}): Operation[] {
  const json = 'application/json';
  return Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(([method, { requestBody, parameters = [] }]) => {
      const beside = parameters.find((parameter) => parameter.in === 'header')?.content?.[json]?.schema;
      const isUpload = requestBody?.content['application/octet-stream'] !== undefined;
      return { method: method.toUpperCase(), path, isUpload, schema: beside ?? requestBody?.content[json]?.schema };
    }),
  );
}

const goodHost = '192.168.7.9:8080';
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'get', ''];
const paths = [
  '/',
  '/app.js',
  '/pair.html',
  '/ws',
  '/api/v1/',
  '/api/v1/../v1/state',
  '/%2e%2e/x',
  '//',
  '/api/v1/state?x=1',
  '*',
  '',
];
const types = [
  'text/plain',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'multipart/form-data',
];
const origins = ['http://evil.example', 'null', '', 'https://192.168.7.9:8080'];

/**
 * A request that follows the description, and often goes astray in one place.
 * @param ids  of sessions, maps and runs that are there
 */
export function schemaRequest(
  { method, path, schema, isUpload }: Operation,
  token: string | undefined,
  ids: readonly string[],
  random: Random,
): Made {
  const id = random.chance(0.3) ? random.pick(ids) : random.bytes(8).toString('hex');
  const value = schema === undefined ? {} : validValue(schema, random);
  const text = JSON.stringify(random.chance(0.5) ? value : broken(value, random)) ?? '';
  const said = random.chance(0.3) ? brokenText(text, random) : text;
  const headers = headersOf(token, random, 0.1);
  if (isUpload && random.chance(0.9)) {
    headers['content-type'] = ['application/octet-stream'];
    if (random.chance(0.9)) headers['homebound-request'] = [random.chance(0.9) ? percentEncoded(said) : said];
  }
  const isEmpty = schema === undefined && random.chance(0.9);
  return {
    head: {
      method,
      target: path.replace('{id}', id),
      headers,
      client: `192.168.7.${Math.floor(random.between(20, 60))}`,
    },
    body: isUpload ? random.bytes(Math.floor(random.between(0, 60))) : Buffer.from(isEmpty ? '' : said),
  };
}

/** Half a character can't be percent-encoded. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '?'));
}

/** A request that follows nothing. */
export function rawRequest(operations: readonly Operation[], token: string | undefined, random: Random): Made {
  const { path: known, method } = random.pick(operations);
  const target = random.chance(0.4)
    ? known
    : random.chance(0.5)
      ? random.pick(paths)
      : `/${random.bytes(12).toString('latin1')}`;
  return {
    head: {
      method: random.chance(0.6) ? method : random.pick(methods),
      target,
      headers: headersOf(token, random, 0.6),
      client: 'fe80::1',
    },
    body: random.chance(0.5) ? random.bytes(Math.floor(random.between(0, 200))) : Buffer.from('{"command":"start"}'),
  };
}

/** @param oddity share of requests whose headers are not those of a program */
function headersOf(token: string | undefined, random: Random, oddity: number): Record<string, string[]> {
  const headers: Record<string, string[]> = { host: [goodHost], 'content-type': ['application/json'] };
  if (token !== undefined) {
    if (random.chance(0.5)) headers.authorization = [`Bearer ${token}`];
    else Object.assign(headers, { cookie: [`homebound=${token}`], origin: [`http://${goodHost}`] });
  }
  if (!random.chance(oddity)) return headers;
  const odd: readonly (() => void)[] = [
    () => Object.assign(headers, { host: [random.pick(['evil.example', '', '192.168.7.9'])] }),
    () => Object.assign(headers, { host: [goodHost, 'evil.example'] }),
    () => Object.assign(headers, { 'content-type': [random.pick(types)] }),
    () => Object.assign(headers, { origin: [random.pick(origins)] }),
    () => Object.assign(headers, { 'sec-fetch-site': [random.pick(['cross-site', 'same-site', 'x'])] }),
    () => Object.assign(headers, { authorization: [random.bytes(30).toString('latin1')] }),
    () => Object.assign(headers, { cookie: [random.bytes(60).toString('latin1'), 'homebound=;homebound'] }),
  ];
  random.pick(odd)();
  return headers;
}
