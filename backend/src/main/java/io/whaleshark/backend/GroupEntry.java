package io.whaleshark.backend;

/**
 * A group in the list of all.
 *
 * @param groupId its id
 * @param groupName its name
 * @param ownerId its owner
 * @param memberCount how many members it has
 * @param dissolved whether it is dissolved
 */
public record GroupEntry(
    String groupId, String groupName, String ownerId, long memberCount, boolean dissolved) {

  static GroupEntry of(JsonFields fields) {
    return new GroupEntry(
        fields.text("groupId"),
        fields.text("groupName"),
        fields.text("ownerId"),
        fields.number("memberCount"),
        fields.flag("isDissolved"));
  }
}
