import * as z from 'zod';
import { type Policy, routePolicies } from '../access/policy.ts';
import { cookieName } from './cookie.ts';
import { requestHeader } from './readRequest.ts';
import { json, type Route } from './route.ts';
import { reason } from './schemas.ts';

function schemaOf(schema: z.ZodType): unknown {
  const { $schema: _, ...plain } = z.toJSONSchema(schema) as Record<string, unknown>;
  return plain;
}

function content(schema: z.ZodType): unknown {
  return { 'application/json': { schema: schemaOf(schema) } };
}

function refusals({ least, csrf, maxBody_bytes }: Policy): Record<string, unknown> {
  const refusal = (description: string) => ({ description, content: content(reason) });
  const isChange = csrf === 'write' || csrf === 'upload';
  return {
    ...(least !== 'anyone' && { 401: refusal('Not paired') }),
    403: refusal(least === 'anyone' ? 'From another site' : `From another site, or not ${least}`),
    421: refusal('Not a name of the robot'),
    429: refusal('Too often; see Retry-After'),
    ...(isChange && { 409: refusal('The robot will not now; it says why'), 507: refusal('Its disk is full') }),
    ...(csrf === 'write' && { 400: refusal('The body makes no sense'), 415: refusal('Not JSON') }),
    ...(csrf === 'upload' && {
      400: refusal('What is said beside the file makes no sense'),
      408: refusal('It came too slowly'),
      411: refusal('Its length was not said'),
      415: refusal('Not application/octet-stream'),
      503: refusal('Another file is on its way'),
    }),
    ...(maxBody_bytes > 0 && { 413: refusal(`More than ${maxBody_bytes} bytes`) }),
  };
}

/** Where a request is said: in its body as JSON or, where the body is a file, in a header beside it. */
function inputOf({ key, body }: Route, isUpload: boolean): Record<string, unknown> {
  const parameters: unknown[] = key.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
    : [];
  const description = 'JSON, percent-encoded (encodeURIComponent)';
  if (body && isUpload)
    parameters.push({ name: requestHeader, in: 'header', required: false, description, content: content(body) });
  const file = { 'application/octet-stream': {} };
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: isUpload ? file : content(body) } }),
  };
}

function operationOf(route: Route): Record<string, unknown> {
  const policy = routePolicies[route.key];
  return {
    summary: route.summary,
    'x-least-role': policy.least,
    security: policy.least === 'anyone' ? [] : [{ cookie: [] }, { bearer: [] }],
    ...inputOf(route, policy.csrf === 'upload'),
    responses: {
      200: {
        description: 'Done',
        content: route.answer ? content(route.answer) : { [route.answerType ?? 'application/json']: {} },
      },
      ...refusals(policy),
    },
  };
}

/** The API in OpenAPI 3.1, made from the very schemas that validate it. */
export function openApiOf(routes: readonly Route[], isSecure: boolean): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const [method, path] = route.key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Homebound', version: '1', description: 'A robot vacuum on its own home network.' },
    paths,
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: cookieName(isSecure) },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

/** The description of these routes and of itself. */
export function openApiRoute(others: readonly Route[], isSecure: boolean): Route {
  const route: Route = {
    key: 'GET /api/v1/openapi.json',
    summary: 'This description',
    answerType: 'application/json',
    handle: () => json(openApiOf([...others, route], isSecure)),
  };
  return route;
}
