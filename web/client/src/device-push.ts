// How a push service reaches this device while it is not connected. The server keeps the token until it is removed, the
// device is signed out, or another device registers the same: an app sets it at each start.

import type { AnswerTo, Question } from "./connection.ts";
import { CommandNumber } from "./wire.ts";

export class DevicePush {
  constructor(private readonly ask: <Q extends Question>(question: Q) => Promise<AnswerTo<Q>>) {}

  /**
   * Lets a push service reach this device. Throws as `SyncedClient.ask`.
   *
   * @param service `apns`, `fcm`, or the name of another one
   * @param token what the service knows the device by, at most 4096 bytes
   */
  async set(service: string, token: string): Promise<void> {
    await this.ask({ command: CommandNumber.PUSH_TOKEN_SET, data: { service, token } });
  }

  /** Lets none reach it any more, as before a logout. Throws as `SyncedClient.ask`. */
  async remove(): Promise<void> {
    await this.ask({ command: CommandNumber.PUSH_TOKEN_REMOVE, data: {} });
  }
}
