package io.whaleshark.core.model;

import io.whaleshark.core.id.Names;
import io.whaleshark.core.id.UserId;
import java.util.Optional;

/// A user's sign at a message, usually an emoji. A user has a sign at a message once. Immutable.
///
/// @param sequence of the message, which is retained and not recalled
/// @param sign 1..[#SIGN_BYTES_AT_MOST] bytes of UTF-8
public record Reaction(long sequence, String sign, UserId user) {

  /// The longest sign, in bytes of UTF-8. An emoji of a family with skin tones has fewer.
  public static final int SIGN_BYTES_AT_MOST = 32;

  /// @throws IllegalArgumentException if no message has such a number, or no sign is such a text
  public Reaction {
    if (sequence < 1) {
      throw new IllegalArgumentException("reaction: to message " + sequence + " (expected: 1..)");
    }
    signFault(sign)
        .ifPresent(fault -> {
          throw new IllegalArgumentException("reaction: " + fault);
        });
  }

  /// Finds why a text is no sign.
  ///
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> signFault(String sign) {
    return Names.opaqueFault(sign, SIGN_BYTES_AT_MOST);
  }

  /// Finds why a text may not become a sign. Asked where one is set, never of one that is stored:
  /// what is visible may change with the version of Unicode.
  ///
  /// @return the fault, without any character of the text; empty if there is none
  public static Optional<String> newSignFault(String sign) {
    return signFault(sign).or(() -> Names.newSignFault(sign));
  }
}
