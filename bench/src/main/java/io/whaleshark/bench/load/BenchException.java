package io.whaleshark.bench.load;

import org.jspecify.annotations.Nullable;

/// The measurement can't be made. The message is one line for a person to read.
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
