package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Creates users over one connection that never logs in (XEP-0077), many at once. Confined to one
/// thread.
final class Registration {
  private static final int AT_ONCE = 500;
  private static final int BYTES_AT_FIRST = 1 << 16;
  private static final byte[] FEATURES = XmlBytes.of("<stream:features");
  private static final byte[] ANSWER = XmlBytes.of("<iq");

  private final InputStream in;
  private final OutputStream out;
  private final Attribute types = new Attribute("type");
  private byte[] bytes = new byte[BYTES_AT_FIRST];
  private int from;
  private int to;

  Registration(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// @throws BenchException if the server refuses one
  void make(List<String> users) throws IOException {
    out.write(XmlBytes.of(Words.STREAM));
    int length = next();
    while (!XmlBytes.startsWith(bytes, from, from + length, FEATURES)) {
      from += length;
      length = next();
    }
    from += length;
    for (int start = 0; start < users.size(); start += AT_ONCE) {
      var some = users.subList(start, Math.min(start + AT_ONCE, users.size()));
      var words = new StringBuilder();
      some.forEach(user -> words.append(Words.register(user)));
      out.write(XmlBytes.of(words.toString()));
      for (int i = 0; i < some.size(); i++) {
        awaitAnswer();
      }
    }
  }

  private void awaitAnswer() throws IOException {
    int length = next();
    int end = from + length;
    int type = types.find(bytes, from, Stanzas.tagEnd(bytes, from, end));
    if (!XmlBytes.startsWith(bytes, from, end, ANSWER) || type < 0 || bytes[type] != 'r') {
      String shown = new String(bytes, from, length, StandardCharsets.UTF_8);
      throw new BenchException("a user was not created: " + shown, null);
    }
    from = end;
  }

  /// The length of the next stanza, which starts at `from`.
  private int next() throws IOException {
    int length = Stanzas.length(bytes, from, to);
    while (length == 0) {
      bytes = Arrays.copyOfRange(bytes, from, from + Math.max(BYTES_AT_FIRST, 2 * (to - from)));
      to -= from;
      from = 0;
      int read = in.read(bytes, to, bytes.length - to);
      if (read < 0) {
        throw new IOException("the server closed the connection");
      }
      to += read;
      length = Stanzas.length(bytes, from, to);
    }
    return length;
  }
}
