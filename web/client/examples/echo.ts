import { direct, MemoryStore, SyncedClient } from "@whaleshark/client";

const client = new SyncedClient({
  url: "ws://127.0.0.1:19002/ws",
  appId: 10001,
  user: "echo",
  imei: "echo-1",
  store: new MemoryStore(),
  visible: () => true,
  onUpdate: (update) => {
    if (update.type === "arrived" && update.message.fromId !== "echo") {
      client.displayed(update.peer, update.message.messageSequence);
      client.send(update.peer, update.message.messageBody);
    }
  },
});

await client.start();
client.send(direct("alice"), "I am listening");
