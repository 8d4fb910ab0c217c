package io.whaleshark.cli;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Whole numbers have one spelling everywhere, as over HTTP: no `+`, and no zeros before them. What
/// is written in two ways is easily taken for two things. Stateless.
public final class WholeNumber {

  private static final Pattern SPELLING = Pattern.compile("0|-?[1-9]\\d{0,18}");
  private static final Pattern OTHER_SPELLING = Pattern.compile("\\+\\d+|[+-]?0\\d+|-0");

  private WholeNumber() {}

  /// Reads a number.
  ///
  /// @return empty if the text is none, or is not in the range, both ends inclusive
  public static OptionalLong in(String text, long atLeast, long atMost) {
    if (SPELLING.matcher(text).matches()) {
      try {
        long number = Long.parseLong(text);
        return number >= atLeast && number <= atMost
            ? OptionalLong.of(number)
            : OptionalLong.empty();
      } catch (NumberFormatException _) {
        // more digits than any number here has
      }
    }
    return OptionalLong.empty();
  }

  /// Says what was expected in place of a text that was refused.
  ///
  /// @param range the numbers that are allowed
  public static String expected(String text, String range) {
    return OTHER_SPELLING.matcher(text).matches()
        ? range + ", without + and without zeros before it"
        : range;
  }
}
