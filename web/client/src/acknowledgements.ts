import type { ChatMessage } from "./events.ts";
import type { Request } from "./requests.ts";
import { CommandNumber } from "./wire.ts";

/**
 * The receive-acks that may not have arrived. The server does not answer them. But once it answers a later request, it
 * has all receive-acks sent before. The newest of a sender covers those below it: the receive marker is a maximum.
 */
export class Acknowledgements {
  private readonly uncertain = new Map<string, { readonly message: ChatMessage; readonly number: number }>();
  private numbers = 0;

  say(message: ChatMessage): void {
    const before = this.uncertain.get(message.fromId)?.message;
    const newest = before && before.messageSequence > message.messageSequence ? before : message;
    this.uncertain.set(message.fromId, { message: newest, number: ++this.numbers });
  }

  /** The number of receive-acks sent so far. */
  get said(): number {
    return this.numbers;
  }

  /** The server has received this many. */
  arrived(said: number): void {
    for (const [sender, { number }] of this.uncertain) {
      if (number <= said) {
        this.uncertain.delete(sender);
      }
    }
  }

  /** The connection is gone: returns the messages whose receive-acks must be repeated. */
  lost(): ChatMessage[] {
    return [...this.uncertain.values()].map(({ message }) => message);
  }
}

export function receiveAck(fromId: string, message: ChatMessage): Request {
  const { fromId: toId, messageKey, messageId, messageSequence } = message;
  return { command: CommandNumber.MSG_RECEIVE_ACK, data: { fromId, toId, messageKey, messageId, messageSequence } };
}
