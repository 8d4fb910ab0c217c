package io.whaleshark.client.sdk;

import io.whaleshark.protocol.ObjectFields;
import java.time.Instant;

/// What an app says of one of its users. Immutable.
///
/// @param userId the user
/// @param name what people call them; empty if the app gives no name
/// @param avatar the https address of a picture; empty if there is none
/// @param extra a text of the app's own
/// @param changedAt when one of it changed last
public record PersonProfile(
    String userId, String name, String avatar, String extra, Instant changedAt) {

  static PersonProfile of(ObjectFields fields) {
    return new PersonProfile(
        fields.text("userId"),
        fields.text("name"),
        fields.text("avatar"),
        fields.text("extra"),
        Instant.ofEpochMilli(fields.number("changedAt")));
  }
}
