package io.whaleshark.backend;

/** JSON that is not what the server writes. */
final class MalformedJsonException extends RuntimeException {

  MalformedJsonException(String field, Class<?> expected) {
    super(field + ": missing, or of another kind (expected: " + expected.getSimpleName() + ")");
  }
}
