package io.whaleshark.server.config;

/// A setting has an invalid value. The message is for the operator: key, value, expectation.
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }
}
