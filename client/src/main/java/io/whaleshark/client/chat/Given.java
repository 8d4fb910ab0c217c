package io.whaleshark.client.chat;

import io.whaleshark.cli.PlatformVariables;
import io.whaleshark.cli.WholeNumber;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value of a setting, and the place where it was given: an option, else an environment variable.
/// A refusal of the value names that place.
///
/// @param place null if nobody gave the value: it is the default
record Given(@Nullable String place, String value) {

  /// @param inOption null if the option is absent
  /// @param inVariable null, blank, or of a container platform if the environment has no value
  static Given of(
      String option,
      @Nullable String inOption,
      String variable,
      @Nullable String inVariable,
      String usual) {
    if (inOption != null) {
      return new Given(option, inOption);
    }
    return inVariable == null
            || inVariable.isBlank()
            || PlatformVariables.contain(variable, inVariable)
        ? new Given(null, usual)
        : new Given(variable, inVariable.strip());
  }

  /// The whole number, within bounds.
  ///
  /// @throws IllegalArgumentException naming the place and the value
  int number(int atLeast, int atMost) {
    return (int)
        WholeNumber.in(value, atLeast, atMost)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    named()
                        + ": "
                        + value
                        + " (expected: "
                        + WholeNumber.expected(value, atLeast + ".." + atMost)
                        + ")"));
  }

  /// Where the value was given, for people.
  String named() {
    return Optional.ofNullable(place).orElse("the default");
  }
}
