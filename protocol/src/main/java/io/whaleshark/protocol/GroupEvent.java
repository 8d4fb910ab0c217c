package io.whaleshark.protocol;

import java.util.List;

/// Changes of a group, sent to its members.
public sealed interface GroupEvent extends Event {

  /// The group that changed.
  String groupId();

  /// Users became members. Also sent when a group is created.
  ///
  /// @param members the users who were added
  /// @param memberCount the group's new number of members
  record MembersAdded(
      String groupId, String groupName, String ownerId, List<String> members, long memberCount)
      implements GroupEvent {
    public MembersAdded {
      members = List.copyOf(members);
      Bounds.number(Field.MEMBER_COUNT, memberCount);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_MEMBERS_ADDED;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.GROUP_ID, groupId).put(Field.GROUP_NAME, groupName);
      json.put(Field.OWNER_ID, ownerId).name(Field.MEMBERS).startArray();
      members.forEach(json::text);
      json.endArray().put(Field.MEMBER_COUNT, memberCount).endObject();
    }
  }

  /// A user is no longer a member; also sent to that user.
  ///
  /// @param memberCount the group's new number of members
  record MemberRemoved(String groupId, String userId, long memberCount) implements GroupEvent {
    public MemberRemoved {
      Bounds.number(Field.MEMBER_COUNT, memberCount);
    }

    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_MEMBER_REMOVED;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.GROUP_ID, groupId).put(Field.USER_ID, userId);
      json.put(Field.MEMBER_COUNT, memberCount).endObject();
    }
  }

  /// The group has a new name or owner.
  record Renamed(String groupId, String groupName, String ownerId) implements GroupEvent {
    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_RENAMED;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.GROUP_ID, groupId);
      json.put(Field.GROUP_NAME, groupName).put(Field.OWNER_ID, ownerId).endObject();
    }
  }

  /// The group was dissolved; its history remains.
  record Dissolved(String groupId) implements GroupEvent {
    @Override
    public CommandNumber command() {
      return CommandNumber.GROUP_DISSOLVED;
    }

    @Override
    public void write(JsonWriter json) {
      json.startObject().put(Field.GROUP_ID, groupId).endObject();
    }
  }
}
