import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server of one test: where it is, and what it was asked. */
export interface FaultServer {
  readonly url: string;
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[];
}

/** Starts a server on this machine that answers with *handler* (given the number of the request, from 0) until the test is over. */
export async function serve(handler: (response: ServerResponse, request: IncomingMessage, number: number) => void): Promise<FaultServer> {
  const requests: FaultServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    handler(response, request, requests.length - 1);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  onTestFinished(() => new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => { resolve(); });
  }));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`, requests };
}
