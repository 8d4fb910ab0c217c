package io.whaleshark.bench.xmpp;

import io.whaleshark.bench.load.Saying;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An encoded stanza with a number in it that changes. Confined to one thread.
final class NumberedStanza implements Saying {
  /// A template's placeholder for the number, in twelve digits.
  static final char NUMBER = '\uE000';

  /// The placeholder for the number minus one, in twelve digits.
  static final char ONE_LESS = '\uE001';

  /// The placeholder for the number without leading zeros.
  static final char PLAIN = '\uE002';

  private static final int ID_DIGITS = 12;
  private static final int DIGITS_AT_MOST = 19;

  private final byte[][] texts;
  private final char[] between;
  private final byte[] digits = new byte[DIGITS_AT_MOST];
  private final int bytesAtMost;

  private NumberedStanza(byte[][] texts, char[] between) {
    this.texts = texts;
    this.between = between;
    int bytes = between.length * DIGITS_AT_MOST;
    for (byte[] text : texts) {
      bytes += text.length;
    }
    this.bytesAtMost = bytes;
  }

  /// @param template the stanza, with any of these placeholders
  static NumberedStanza of(String template) {
    List<byte[]> texts = new ArrayList<>();
    var between = new StringBuilder();
    int start = 0;
    for (int at = 0; at < template.length(); at++) {
      char c = template.charAt(at);
      if (c == NUMBER || c == ONE_LESS || c == PLAIN) {
        texts.add(XmlBytes.of(template.substring(start, at)));
        between.append(c);
        start = at + 1;
      }
    }
    texts.add(XmlBytes.of(template.substring(start)));
    return new NumberedStanza(texts.toArray(byte[][]::new), between.toString().toCharArray());
  }

  @Override
  public int bytesAtMost() {
    return bytesAtMost;
  }

  @Override
  public void append(ByteBuffer out, long number) {
    for (int i = 0; i < between.length; i++) {
      out.put(texts[i]);
      long value = between[i] == ONE_LESS ? number - 1 : number;
      appendDigits(out, value, between[i] == PLAIN ? 1 : ID_DIGITS);
    }
    out.put(texts[between.length]);
  }

  private void appendDigits(ByteBuffer out, long number, int atLeast) {
    int first = DIGITS_AT_MOST;
    for (long rest = number; rest > 0 || DIGITS_AT_MOST - first < atLeast; rest /= 10) {
      digits[--first] = (byte) ('0' + rest % 10);
    }
    out.put(digits, first, DIGITS_AT_MOST - first);
  }
}
