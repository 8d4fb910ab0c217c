package io.whaleshark.backend;

import java.util.List;

/**
 * A group with its members.
 *
 * @param groupId its id
 * @param groupName its name
 * @param ownerId its owner
 * @param members all of them, in the order of their ids
 */
public record AppGroup(String groupId, String groupName, String ownerId, List<String> members) {

  /** Copies the members. */
  public AppGroup {
    members = List.copyOf(members);
  }

  static AppGroup of(JsonFields fields) {
    return new AppGroup(
        fields.text("groupId"),
        fields.text("groupName"),
        fields.text("ownerId"),
        fields.texts("members"));
  }
}
