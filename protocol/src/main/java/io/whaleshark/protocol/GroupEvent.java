package io.whaleshark.protocol;

import java.util.List;

/// Changes of a group, told to its members.
public sealed interface GroupEvent extends Event {

  /// The group that changed.
  String groupId();

  /// Users became members, also when the group was made.
  ///
  /// @param members who was added
  /// @param memberCount how many the group has now
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

  /// A user is no member any more; told to that user too.
  ///
  /// @param memberCount how many the group has now
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

  /// The group has another name or owner.
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

  /// The group is no more; its history remains.
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
