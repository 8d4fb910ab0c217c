package io.whaleshark.backend;

import java.time.Instant;
import java.util.Map;

/**
 * What the app says of a user in its directory. Immutable.
 *
 * @param userId the user
 * @param name what people call them, at most 128 characters; empty for none
 * @param avatar the https address of a picture; empty for none
 * @param extra a text of the app's own, at most 4,096 bytes
 * @param changedAt when it changed last; of one that is to be put, it says nothing
 */
public record UserProfile(
    String userId, String name, String avatar, String extra, Instant changedAt) {

  /** One that is to be put. */
  public static UserProfile of(String userId, String name, String avatar, String extra) {
    return new UserProfile(userId, name, avatar, extra, Instant.EPOCH);
  }

  static UserProfile of(JsonFields fields) {
    return new UserProfile(
        fields.text("userId"),
        fields.text("name"),
        fields.text("avatar"),
        fields.text("extra"),
        fields.time("changedAt"));
  }

  Map<String, ?> json() {
    return Map.of("name", name, "avatar", avatar, "extra", extra);
  }
}
