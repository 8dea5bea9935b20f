import { paced } from '@clientele/metrics';

let port: MessagePort | null = null;
const waiting: (() => void)[] = [];

/** Awaited between two pieces of work: lets messages get in when they have waited long enough. */
export const breathe: () => Promise<void> = paced(turn);

/**
 * A message to ourselves waits behind those that came before, and no minimum delay holds it up; `scheduler.yield` would go
 * ahead of them.
 */
function turn(): Promise<void> {
  if (port === null) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()?.();
    port = channel.port2;
  }
  const sender = port;
  return new Promise((resolve) => {
    waiting.push(resolve);
    sender.postMessage(null);
  });
}
