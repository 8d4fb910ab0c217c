package io.whaleshark.local.cluster;

/// The cluster cannot be started or used. The message says why, and what to do.
final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }

  ClusterException(String message) {
    super(message);
  }
}
