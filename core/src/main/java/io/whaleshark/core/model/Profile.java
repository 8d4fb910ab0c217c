package io.whaleshark.core.model;

import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an app says of one of its users. Immutable.
///
/// @param name what people call the user; empty if the app gave none
/// @param avatar the `https` address of a picture; empty if there is none. The server never fetches
///   it
/// @param extra whatever else the app says, as it wrote it; empty if nothing
/// @param changedAt the stamp of the last change
public record Profile(UserId user, String name, String avatar, String extra, long changedAt) {

  /// The maximum length of a name, in characters (UTF-16 units).
  public static final int NAME_CHARS_AT_MOST = Names.ID_CHARS_AT_MOST;

  /// The maximum length of an avatar's address, in characters, which are ASCII.
  public static final int AVATAR_CHARS_AT_MOST = 1_024;

  /// The maximum length of what else an app says, in UTF-8 bytes.
  public static final int EXTRA_BYTES_AT_MOST = 4_096;

  /// Searches compare no more of a text, so that every index takes it.
  private static final int COMPARED_CHARS_AT_MOST = 128;

  private static final Pattern UNASSIGNED = Pattern.compile("\\p{Cn}");

  /// The last code point, behind which no prefix could end.
  private static final String LAST = "\uDBFF\uDFFF";

  /// Finds why an app may not say this of a user.
  ///
  /// @return the fault, without any character of the texts; empty if there is none
  public static Optional<String> fault(UserId user, String name, String avatar, String extra) {
    return (name.isEmpty() ? undefinedFault(user.name()) : Optional.<String>empty())
        .map(fault -> "userId: " + fault)
        .or(() -> nameFault(name).map(fault -> "name: " + fault))
        .or(() -> avatarFault(avatar).map(fault -> "avatar: " + fault))
        .or(() -> extraFault(extra).map(fault -> "extra: " + fault));
  }

  /// The rule is that of ids that come into use.
  private static Optional<String> nameFault(String name) {
    return name.isEmpty()
        ? Optional.empty()
        : Names.newIdFault(name).or(() -> undefinedFault(name));
  }

  /// What a later version of Unicode may define cannot be compared yet: it could be compared
  /// otherwise then.
  private static Optional<String> undefinedFault(String compared) {
    return UNASSIGNED.matcher(compared).find()
        ? Optional.of("a character that Unicode does not define (expected: none)")
        : Optional.empty();
  }

  private static Optional<String> avatarFault(String avatar) {
    if (avatar.isEmpty()) {
      return Optional.empty();
    }
    if (avatar.length() > AVATAR_CHARS_AT_MOST) {
      return Optional.of(
          avatar.length() + " characters (expected: at most " + AVATAR_CHARS_AT_MOST + ")");
    }
    return isHttps(avatar)
        ? Optional.empty()
        : Optional.of("another address (expected: of the form https://HOST/PATH, in ASCII)");
  }

  private static boolean isHttps(String avatar) {
    try {
      URI address = new URI(avatar);
      return avatar.startsWith("https://")
          && avatar.chars().allMatch(c -> c < 0x80)
          && address.getHost() != null
          && address.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Optional<String> extraFault(String extra) {
    return extra.isEmpty() ? Optional.empty() : Names.opaqueFault(extra, EXTRA_BYTES_AT_MOST);
  }

  /// Whether it says the same of the same user.
  public boolean says(Profile other) {
    return user.equals(other.user)
        && name.equals(other.name)
        && avatar.equals(other.avatar)
        && extra.equals(other.extra);
  }

  /// What a search compares: the name, or where there is none the id, which stands for it.
  public String compared() {
    return compared(name.isEmpty() ? user.name() : name);
  }

  /// A text as searches compare it: in no case, and full-width letters as plain ones.
  public static String compared(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace('\u03C2', '\u03C3') // whether a sigma ends a word depends on what follows
            .replace(LAST, "\uFFFD");
    if (plain.length() <= COMPARED_CHARS_AT_MOST) {
      return plain;
    }
    boolean isSplit = Character.isHighSurrogate(plain.charAt(COMPARED_CHARS_AT_MOST - 1));
    return plain.substring(0, COMPARED_CHARS_AT_MOST - (isSplit ? 1 : 0));
  }

  /// What is behind all compared texts that begin with a prefix.
  public static String behind(String prefix) {
    return prefix + LAST;
  }
}
