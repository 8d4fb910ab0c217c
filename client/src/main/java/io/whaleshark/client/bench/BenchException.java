package io.whaleshark.client.bench;

import org.jspecify.annotations.Nullable;

/// The measurement can't be made. The message is one line for a person to read.
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
