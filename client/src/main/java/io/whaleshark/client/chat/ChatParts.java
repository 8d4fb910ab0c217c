package io.whaleshark.client.chat;

import io.whaleshark.client.sdk.SyncedClient;

/// What the parts of a chat share. Confined to the conductor's thread.
record ChatParts(SyncedClient client, Screen screen, Lines lines, String user) {}
