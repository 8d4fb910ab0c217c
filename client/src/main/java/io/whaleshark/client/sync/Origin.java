package io.whaleshark.client.sync;

/// How a message arrived.
public enum Origin {
  /// Pushed while connected.
  LIVE,
  /// Pulled from the inbox, after being away or after a push was lost.
  INBOX,
  /// Fetched from history, because the inbox had dropped it.
  HISTORY
}
