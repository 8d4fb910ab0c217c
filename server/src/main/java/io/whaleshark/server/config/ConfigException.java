package io.whaleshark.server.config;

/// A setting has an invalid value. The message is for the operator: the setting by the name where
/// its value was given, the value unless it is a secret, and what was expected.
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean isOption;

  /// @param isOption whether the value was given on the command line
  public ConfigException(String message, boolean isOption) {
    super(message);
    this.isOption = isOption;
  }

  /// Whether the value was given on the command line, so that it is a wrong usage of it.
  public boolean isOption() {
    return isOption;
  }
}
