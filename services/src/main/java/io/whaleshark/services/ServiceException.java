package io.whaleshark.services;

/// A server could not be started: its program is missing or too old, its port is taken, or it
/// ended. The message says which, and what to do.
public final class ServiceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ServiceException(String message) {
    super(message);
  }

  public ServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
