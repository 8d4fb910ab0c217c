package io.whaleshark.launcher;

/// The requested work cannot be done. The message is for the user: what was wrong, and what to do.
final class LauncherException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final int exitCode;

  private LauncherException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  static LauncherException failed(String message) {
    return new LauncherException(message, FAILED);
  }

  /// @param command the command whose help says more
  static LauncherException wrongUsage(String command, String message) {
    return new LauncherException(
        message + " (see ./whaleshark " + command + " --help)", WRONG_USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
