package io.whaleshark.testkit.check;

/// One device of a user.
public record Device(String user, String name) {

  @Override
  public String toString() {
    return user + "@" + name;
  }
}
