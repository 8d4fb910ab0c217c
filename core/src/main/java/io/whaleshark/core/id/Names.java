package io.whaleshark.core.id;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The rules for all ids and names: of users, groups, devices and client messages, and for group
/// display names. A text that follows them is stored and returned unchanged.
///
/// - Every id: a bounded length, no control character, valid Unicode. The frames could not carry
///   any other text.
/// - A display name, and an id that comes into use: visible besides, and without effect on the
///   layout around it, because people read both.
/// - An id that comes into use: no white space and nothing invisible at its ends, where nobody
///   could tell it from another one. The name of a device that logs in may also be empty.
///
/// Ids that are stored already, by earlier versions, only follow the first rule.
public final class Names {

  /// The longest id of a user, group, device or client message, in characters (UTF-16 units).
  public static final int ID_CHARS_AT_MOST = 128;

  /// The maximum length of a group's display name, in characters (UTF-16 units).
  public static final int GROUP_NAME_CHARS_AT_MOST = 256;

  /// What would tear a name into lines, or turn the direction of the text around it.
  private static final Pattern LAYOUT =
      Pattern.compile("[\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /// Letters, digits, punctuation, symbols, what later versions of Unicode may add to them, and the
  /// characters that an organisation defines for itself: whether they show something is not known
  /// here. Except those that show nothing: fillers, the empty Braille pattern, reserved ignorable
  /// ones.
  private static final Pattern VISIBLE =
      Pattern.compile(
          "[\\p{L}\\p{N}\\p{P}\\p{S}\\p{Co}\\p{Cn}"
              + "&&[^\\u115F\\u1160\\u2065\\u2800\\u3164\\uFFA0"
              + "\\uFFF0-\\uFFF8\\x{E0000}-\\x{E0FFF}]]");

  /// White space, format characters, and the fillers, at the beginning or the end.
  private static final Pattern BLANK_END =
      Pattern.compile(
          "^[\\p{Z}\\p{Cf}\\u115F\\u1160\\u2800\\u3164\\uFFA0]"
              + "|[\\p{Z}\\p{Cf}\\u115F\\u1160\\u2800\\u3164\\uFFA0]\\z");

  /// The flag of a part of a country, at the end: a black flag that is spelt out in tags.
  private static final Pattern LAST_FLAG =
      Pattern.compile("\\x{1F3F4}[\\x{E0020}-\\x{E007E}]+\\x{E007F}\\z");

  private Names() {}

  /// Finds why a text is not a valid display name, apart from its length: it breaks the rule of
  /// ids, has a line or paragraph separator or a bidirectional embedding, override or isolate, or
  /// shows nothing.
  ///
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> displayFault(String text) {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      return fault;
    }
    if (LAYOUT.matcher(text).find()) {
      return Optional.of("a line separator or bidirectional control (expected: none)");
    }
    return VISIBLE.matcher(text).find()
        ? Optional.empty()
        : Optional.of("nothing visible (expected: a letter, digit, punctuation mark or symbol)");
  }

  /// Whether a text may be a group's display name.
  public static boolean mayNameGroup(String text) {
    return text.length() <= GROUP_NAME_CHARS_AT_MOST && displayFault(text).isEmpty();
  }

  /// Finds why a text may not become an id: it is no valid id, no display name, or begins or ends
  /// with what nobody sees. Asked where an id comes into use, never of one that is stored.
  ///
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> newIdFault(String id) {
    if (id.isEmpty() || id.length() > ID_CHARS_AT_MOST) {
      return Optional.of(lengthFault(id, 1));
    }
    if (isPlain(id)) {
      return Optional.empty();
    }
    Optional<String> fault = displayFault(id);
    return fault.isEmpty() && BLANK_END.matcher(id).find()
        ? Optional.of("white space or an invisible character at an end (expected: none)")
        : fault;
  }

  /// The same, with the name that the client knows the id by in front.
  public static Optional<String> newIdFault(String field, String id) {
    return newIdFault(id).map(fault -> field + ": " + fault);
  }

  /// Finds why a device may not log in with a name. One that is known already is only looked up.
  ///
  /// @return the fault, without any character of the name; empty if there is none
  public static Optional<String> newDeviceFault(String field, String name) {
    return name.isEmpty() ? Optional.empty() : newIdFault(field, name);
  }

  /// Orders by code points, which equals the order of the UTF-8 bytes.
  static int compare(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      char mine = one.charAt(i);
      char theirs = other.charAt(i);
      if (mine != theirs) {
        int above = Boolean.compare(Character.isSurrogate(mine), Character.isSurrogate(theirs));
        return above != 0 ? above : mine - theirs;
      }
    }
    return one.length() - other.length();
  }

  /// Finds why a text is not one that another service gives out and only that service reads: it is
  /// empty, too long, or breaks the first rule of ids.
  ///
  /// @param bytesAtMost in UTF-8
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> opaqueFault(String text, int bytesAtMost) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes == 0 || bytes > bytesAtMost
        ? Optional.of(bytes + " bytes (expected: 1.." + bytesAtMost + ")")
        : fault(text);
  }

  /// Finds why a text may not become a sign at a message, apart from its length: it is no display
  /// name, or begins or ends with what nobody sees, as an id must not. The flags of parts of
  /// countries end with tags, which nobody sees alone: those may stay.
  ///
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> newSignFault(String sign) {
    Optional<String> fault = displayFault(sign);
    return fault.isEmpty() && BLANK_END.matcher(LAST_FLAG.matcher(sign).replaceFirst("-")).find()
        ? Optional.of("white space or an invisible character at an end (expected: none)")
        : fault;
  }

  /// Whether a text is of visible ASCII characters alone, as most ids are. Every send asks this of
  /// its message id.
  private static boolean isPlain(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String lengthFault(String id, int atLeast) {
    return id.length() + " characters (expected: " + atLeast + ".." + ID_CHARS_AT_MOST + ")";
  }

  /// Finds why a text is not a valid id, apart from its length: a control character (U+0000–U+001F,
  /// U+007F–U+009F) or an unpaired surrogate.
  private static Optional<String> fault(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return Optional.of("a control character (expected: none)");
      }
      if (Character.isSurrogate(c)) {
        boolean paired = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!paired) {
          return Optional.of("an unpaired surrogate (expected: valid Unicode)");
        }
        i++;
      }
    }
    return Optional.empty();
  }

  /// Checks that a text is a valid id.
  ///
  /// @param atLeast the minimum length in characters
  /// @throws InvalidIdException naming the bound that was broken, never the value
  static void requireId(String what, String id, int atLeast) {
    if (id.length() < atLeast || id.length() > ID_CHARS_AT_MOST) {
      throw new InvalidIdException(what, lengthFault(id, atLeast));
    }
    fault(id)
        .ifPresent(fault -> {
          throw new InvalidIdException(what, fault);
        });
  }
}
