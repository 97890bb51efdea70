import { request } from 'node:https';
import type { Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import { WebSocket } from 'ws';
import { robotAddress } from './homeNetwork.ts';

/** A device in the home that trusts the robot's authority and no other, over connections that are handed in. */
export class PairedPage {
  readonly #connect: () => Socket;
  readonly #port: number;
  #ca = '';
  token = '';
  readonly heard: (string | Buffer)[] = [];

  constructor(connect: () => Socket, port: number) {
    this.#connect = connect;
    this.#port = port;
  }

  get #host(): string {
    return `${robotAddress}:${this.#port}`;
  }

  #socket(): Socket {
    const options = this.#ca === '' ? { rejectUnauthorized: false } : { ca: this.#ca };
    // The peer is the robot by its certificate's address, however the connection gets there.
    return secure({ socket: this.#connect(), host: robotAddress, ...options });
  }

  ask(method: string, path: string, body?: object): Promise<{ status: number; body: Buffer }> {
    return new Promise((done, fail) => {
      const headers = {
        host: this.#host,
        'content-type': 'application/json',
        ...(this.token !== '' && { authorization: `Bearer ${this.token}` }),
      };
      const sent = request({ method, path, headers, createConnection: () => this.#socket() }, async (answer) => {
        const parts: Buffer[] = [];
        for await (const part of answer) parts.push(part);
        done({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) });
      });
      sent.on('error', fail);
      sent.end(body && JSON.stringify(body));
    });
  }

  /** Installs the robot's authority, as the pairing page offers it, and pairs with a code that was read at the robot. */
  async pair(code: string, name = 'Phone'): Promise<void> {
    const { body: der } = await this.ask('GET', '/api/v1/certificate');
    this.#ca = `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
    const { status, body } = await this.ask('POST', '/api/v1/pairing', { code, name, wantsToken: true });
    if (status !== 200) throw new Error(`not paired: ${status} ${body}`);
    this.token = JSON.parse(body.toString()).token;
  }

  async state(): Promise<{ readonly state: string; readonly drivenLength_m: number }> {
    const { status, body } = await this.ask('GET', '/api/v1/state');
    if (status !== 200) throw new Error(`no state: ${status} ${body}`);
    return JSON.parse(body.toString());
  }

  /** The live view; what comes is in `heard`. */
  open(): Promise<WebSocket> {
    const headers = { authorization: `Bearer ${this.token}` };
    const socket = new WebSocket(`wss://${this.#host}/ws`, {
      headers,
      createConnection: () => this.#socket() as never,
    });
    socket.on('message', (data: Buffer, isBinary) => this.heard.push(isBinary ? data : data.toString()));
    return new Promise((done, fail) => socket.once('open', () => done(socket)).on('error', fail));
  }
}
