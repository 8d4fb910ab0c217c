package io.whaleshark.server.sockets;

import java.io.IOException;

/// A port cannot be bound. The message is for the operator: key, value, expectation.
public final class ListenException extends IOException {

  private static final long serialVersionUID = 1;

  /// @param setting the setting of the port
  public ListenException(String setting, NamedHost host, int port, Throwable why) {
    super(setting + ": " + text(host, port, why), why);
  }

  /// Finds the system's error message, which libraries wrap in exceptions of their own.
  private static String text(NamedHost host, int port, Throwable why) {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Address already in use")) {
        return port
            + " is already in use at "
            + host.address()
            + " (expected: a free port; stop the program that uses it, or set another one, 0 for"
            + " any)";
      }
    }
    return port
        + " cannot be opened at "
        + host.address()
        + ": "
        + why.getMessage()
        + " (expected: a port that this user may use, and as "
        + host.setting()
        + " an address of this machine)";
  }
}
