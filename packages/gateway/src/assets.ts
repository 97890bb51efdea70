import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { GatewayError } from './gatewayError.ts';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** Strong entity tag: quotes and a hash of the body. */
  readonly tag: string;
}

/** Everything that can be served, by exact path. There is no way from a request to the file system. */
export type Assets = ReadonlyMap<string, Asset>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** An asset from bytes; the type follows from the name's end. Throws RangeError for an end that is not served. */
export function assetOf(name: string, body: Buffer): Asset {
  const type = types[extname(name)];
  if (type === undefined) throw new RangeError(`Cannot serve ${name}: only ${Object.keys(types).join(' ')} are served`);
  return { type, body, tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

/** Reads the files of a built page, once; `/` is index.html. Throws GatewayError `noPage` when there is none. */
export function loadAssets(folder: string): Assets {
  const assets = new Map<string, Asset>();
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isFile() && extname(entry.name) in types)
        assets.set(`/${entry.name}`, assetOf(entry.name, readFileSync(join(folder, entry.name))));
  } catch (cause) {
    throw new GatewayError('noPage', `Cannot read the page in ${folder}; build it with npm run build`, cause);
  }
  const index = assets.get('/index.html');
  if (index === undefined)
    throw new GatewayError('noPage', `No index.html in ${folder}; build the page with npm run build`);
  return assets.set('/', index);
}
