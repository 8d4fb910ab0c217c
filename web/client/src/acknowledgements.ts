import type { ChatMessage } from "./wire.ts";

/**
 * The receive-acks of which it is not certain that they arrived. The server answers them with silence, but it has those
 * that were said before a question that it answered. The newest of a sender stands for those below it: a received
 * position is a maximum.
 */
export class Acknowledgements {
  private readonly uncertain = new Map<string, { readonly message: ChatMessage; readonly number: number }>();
  private numbers = 0;

  say(message: ChatMessage): void {
    const before = this.uncertain.get(message.fromId)?.message;
    const newest = before && before.messageSequence > message.messageSequence ? before : message;
    this.uncertain.set(message.fromId, { message: newest, number: ++this.numbers });
  }

  /** How many were said until now. */
  get said(): number {
    return this.numbers;
  }

  /** The server has as many as this. */
  arrived(said: number): void {
    for (const [sender, { number }] of this.uncertain) {
      if (number <= said) {
        this.uncertain.delete(sender);
      }
    }
  }

  /** What is to be said again when the connection over which it was said is gone. */
  lost(): ChatMessage[] {
    return [...this.uncertain.values()].map(({ message }) => message);
  }
}
