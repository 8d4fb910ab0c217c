package io.whaleshark.bench.load;

import java.io.IOException;

/// What one device says and how it understands what it hears, in the language of the server that is
/// measured. Confined to its loop's thread.
///
/// It costs the machine that it shares with the server: frames are encoded once and only numbers
/// are written anew, answers are understood by the few bytes that matter.
///
/// Sayings are made before [#begin]: some servers want to know at the login what a device will do.
public interface Voice {

  /// Says who the device is; [Ear#ready] follows once the server has taken it.
  void begin(Link link) throws IOException;

  /// The length of the frame that starts at `from`, or 0 while it isn't whole.
  ///
  /// @param to where the bytes end, exclusive
  /// @throws IOException if no frame can start so
  int frameLength(byte[] bytes, int from, int to) throws IOException;

  /// Tells the ear what a whole frame means.
  ///
  /// @param from inclusive
  /// @param to exclusive
  void hear(Link link, byte[] bytes, int from, int to, Ear ear) throws IOException;

  /// A frame that keeps the connection open and changes nothing.
  byte[] keepAlive();

  /// Messages to somebody: the number is that of the message, 0, 1, 2 … in its conversation.
  ///
  /// @param bodyBytes the length of the text
  Saying sends(Whom to, int bodyBytes);

  /// Reports of having read: the number is the sequence (inclusive) up to which.
  Saying reads(Whom in);

  /// Pulls of what was stored for the device's user: the number is the cursor to go on from, 0 at
  /// first. [Ear#message] follows for each, then [Ear#page].
  Saying pullsInbox(int pageSize);

  /// Pulls of history, ascending: the number is the cursor to go on from, 0 at first. Heard like
  /// the inbox.
  Saying pullsHistory(Whom in, int pageSize);
}
