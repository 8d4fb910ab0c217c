package io.whaleshark.bench.load;

import java.io.IOException;

/// Encodes what one device sends and decodes what it receives, in the protocol of the measured
/// server. Confined to its loop's thread.
///
/// Its cost matters, because it shares the machine with the server: frames are encoded once and
/// only numbers are rewritten, and answers are decoded by the few bytes that matter.
///
/// Create sayings before [#begin]: some servers need to know at the login what a device will do.
public interface Voice {

  /// Starts the login; [Ear#ready] follows once the server has accepted the device.
  void begin(LoadConnection connection) throws IOException;

  /// The length of the frame that starts at `from`, or 0 while it isn't complete.
  ///
  /// @param to the end of the bytes, exclusive
  /// @throws IOException if no frame can start with these bytes
  int frameLength(byte[] bytes, int from, int to) throws IOException;

  /// Decodes a complete frame and calls the ear.
  ///
  /// @param from inclusive
  /// @param to exclusive
  void hear(LoadConnection connection, byte[] bytes, int from, int to, Ear ear) throws IOException;

  /// A frame that keeps the connection open and changes nothing.
  byte[] keepAlive();

  /// Messages to a user or group: the number is that of the message, 0, 1, 2 … in its conversation.
  ///
  /// @param bodyBytes the length of the text
  Saying sends(Whom to, int bodyBytes);

  /// Read reports: the number is the sequence (inclusive) up to which the user has read.
  Saying reads(Whom in);

  /// Pulls of the user's inbox: the number is the cursor, 0 at first. [Ear#message] follows for
  /// each message, then [Ear#page].
  Saying pullsInbox(int pageSize);

  /// Pulls of history, ascending: the number is the cursor, 0 at first. The callbacks are those of
  /// the inbox.
  Saying pullsHistory(Whom in, int pageSize);
}
