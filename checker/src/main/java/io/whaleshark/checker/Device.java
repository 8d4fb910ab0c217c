package io.whaleshark.checker;

/// One device of a user.
public record Device(String user, String name) {

  @Override
  public String toString() {
    return user + "@" + name;
  }
}
