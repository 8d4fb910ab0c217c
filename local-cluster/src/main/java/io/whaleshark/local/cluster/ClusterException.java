package io.whaleshark.local.cluster;

import io.whaleshark.services.ServiceException;

/// The cluster cannot be started or used. The message says why, and what to do.
final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }

  /// A server cannot be started; its own message says why.
  ClusterException(ServiceException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }

  ClusterException(String message) {
    super(message);
  }
}
