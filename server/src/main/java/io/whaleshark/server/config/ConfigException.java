package io.whaleshark.server.config;

/// A setting has an invalid value, which is wrong usage wherever it was given. The message is for
/// the operator: the setting by the name where its value was given, the value unless it is a
/// secret, and what was expected.
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /// @param message for the operator
  public ConfigException(String message) {
    super(message);
  }
}
