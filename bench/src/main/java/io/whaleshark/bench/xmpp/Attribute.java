package io.whaleshark.bench.xmpp;

/// Finds the value of an attribute in a tag. First looks where it was the last time: the names of a
/// run have one length, so nearly every stanza of a kind has it at the same offset. Confined to one
/// thread.
final class Attribute {
  private final byte[] start;
  private int lastOffset;

  Attribute(String name) {
    start = XmlBytes.of(" " + name + "='");
  }

  /// Where the value starts, or -1 if the tag has no such attribute.
  ///
  /// @param from where the tag starts
  /// @param to where it ends, exclusive
  int find(byte[] tag, int from, int to) {
    if (XmlBytes.startsWith(tag, from + lastOffset, to, start)) {
      return from + lastOffset + start.length;
    }
    int at = XmlBytes.find(tag, from, to, start);
    if (at < 0) {
      return -1;
    }
    lastOffset = at - from;
    return at + start.length;
  }

  /// The attribute's numeric value, or -1 if there is none.
  long number(byte[] tag, int from, int to) {
    int at = find(tag, from, to);
    return at < 0 ? -1 : XmlBytes.digits(tag, at, to);
  }
}
