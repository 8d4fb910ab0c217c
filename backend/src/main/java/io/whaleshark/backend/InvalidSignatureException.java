package io.whaleshark.backend;

/** A request that says it is a webhook, and was not signed with any of the secrets just now. */
public final class InvalidSignatureException extends Exception {

  InvalidSignatureException(String message) {
    super(message);
  }
}
