package io.whaleshark.bench.load;

/// Is told what a device hears from the server. Called by the loop's thread.
public interface Ear {
  /// Stands for the sequence where a server gives messages none.
  long NO_SEQUENCE = 0;

  /// The place of a message whose sender is alone in the conversation: the sequence that was told,
  /// or what the number says where none is.
  static long placeOf(long number, long sequence) {
    return sequence == NO_SEQUENCE ? number + 1 : sequence;
  }

  /// The device is logged in.
  ///
  /// @param cursor where its user's inbox ends, 0 if there is nothing in it or it isn't told
  void ready(long cursor);

  /// A message of the device is acknowledged.
  ///
  /// @param number the message's own number
  /// @param sequence its place in the conversation, or [#NO_SEQUENCE]
  void acked(long number, long sequence);

  /// A message came, pushed or as an entry of a page.
  ///
  /// @param number the number that its sender gave it
  /// @param sequence its place in the conversation, or [#NO_SEQUENCE]
  void message(long number, long sequence);

  /// Somebody has read the device's messages up to a sequence, inclusive.
  void read(long sequence);

  /// A page ended, after its messages.
  ///
  /// @param cursor what to go on from
  /// @param completed whether nothing was left
  void page(long cursor, boolean completed);

  /// A message of the device was refused.
  ///
  /// @param number the message's own number
  void sendRefused(long number, String why);

  /// The server refused anything else.
  void refused(String why);

  /// A frame that means none of these; only of a kind that the scenario asked for by itself.
  ///
  /// @param kind the kind as the server's language numbers it
  /// @param from inclusive
  /// @param to exclusive
  void other(int kind, byte[] bytes, int from, int to);
}
