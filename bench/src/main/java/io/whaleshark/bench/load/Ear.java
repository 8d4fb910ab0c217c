package io.whaleshark.bench.load;

/// Callbacks for what a device receives from the server. Called on the loop's thread.
public interface Ear {
  /// The sequence of messages if the server assigns none.
  long NO_SEQUENCE = 0;

  /// The sequence of a message whose sender is alone in the conversation: the server's, or if there
  /// is none, the one that follows from the message's number.
  static long placeOf(long number, long sequence) {
    return sequence == NO_SEQUENCE ? number + 1 : sequence;
  }

  /// The device is logged in.
  ///
  /// @param cursor the end of its user's inbox, 0 if it is empty or the server doesn't tell it
  void ready(long cursor);

  /// A message of the device is acknowledged.
  ///
  /// @param number the message's own number
  /// @param sequence its sequence in the conversation, or [#NO_SEQUENCE]
  void acked(long number, long sequence);

  /// A message arrived, as a push or as an entry of a page.
  ///
  /// @param number the number that its sender gave it
  /// @param sequence its sequence in the conversation, or [#NO_SEQUENCE]
  void message(long number, long sequence);

  /// A user has read the device's messages up to a sequence, inclusive.
  void read(long sequence);

  /// A page ended, after its messages.
  ///
  /// @param cursor the cursor for the next page
  /// @param completed whether this was the last page
  void page(long cursor, boolean completed);

  /// A message of the device was refused.
  ///
  /// @param number the message's own number
  void sendRefused(long number, String why);

  /// The server refused another request.
  void refused(String why);

  /// Another kind of frame, which the scenario itself asked for.
  ///
  /// @param kind the kind's number in the server's protocol
  /// @param from inclusive
  /// @param to exclusive
  void other(int kind, byte[] bytes, int from, int to);
}
