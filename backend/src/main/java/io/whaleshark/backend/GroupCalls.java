package io.whaleshark.backend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a backend may ask and change of groups. Thread-safe. */
public final class GroupCalls {

  private final HttpCalls calls;

  GroupCalls(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * Creates a group; one that exists gets this name and owner.
   *
   * @param members of a group that does not exist yet; {@link #addMembers} adds to one that does
   */
  public AppGroup put(String group, String name, String owner, List<String> members) {
    Map<String, ?> body = Map.of("groupName", name, "ownerId", owner, "members", members);
    return calls.ask("PUT", HttpCalls.path("groups", group), body, AppGroup::of);
  }

  /** A group with its members. */
  public AppGroup get(String group) {
    return calls.ask("GET", HttpCalls.path("groups", group), null, AppGroup::of);
  }

  /** Adds members; those who are members stay. */
  public AppGroup addMembers(String group, List<String> users) {
    return calls.ask(
        "POST", HttpCalls.path("groups", group, "members"), Map.of("members", users), AppGroup::of);
  }

  /** Removes a member, if they are one. The owner cannot be removed. */
  public void removeMember(String group, String user) {
    calls.tell("DELETE", HttpCalls.path("groups", group, "members", user), null);
  }

  /** Changes what a member may do. The role of an owner hands the group over. */
  public GroupMember setRole(String group, String user, MemberRole role) {
    return setMember(group, user, Map.of("role", role.word()));
  }

  /** Changes what a member may do, and whether what they send is refused. */
  public GroupMember setRole(String group, String user, MemberRole role, boolean muted) {
    return setMember(group, user, Map.of("role", role.word(), "muted", muted));
  }

  private GroupMember setMember(String group, String user, Map<String, ?> body) {
    return calls.ask(
        "PUT", HttpCalls.path("groups", group, "members", user), body, GroupMember::of);
  }

  /**
   * The members with their roles, ordered by id.
   *
   * @param after the last user id of the page before; an empty text for the first page
   * @param limit 1..500
   */
  public ResultPage<GroupMember> members(String group, String after, int limit) {
    return calls.ask(
        "GET",
        HttpCalls.path("groups", group, "members") + bounds(after, limit),
        null,
        fields ->
            new ResultPage<>(fields.objects("members", GroupMember::of), fields.flag("completed")));
  }

  /**
   * The groups of the app, ordered by id. Dissolved ones stay in the list.
   *
   * @param after the last group id of the page before; an empty text for the first page
   * @param limit 1..500
   */
  public ResultPage<GroupEntry> list(String after, int limit) {
    return calls.ask(
        "GET",
        "/groups" + bounds(after, limit),
        null,
        fields ->
            new ResultPage<>(fields.objects("groups", GroupEntry::of), fields.flag("completed")));
  }

  private static String bounds(String after, int limit) {
    Map<String, Object> query = new LinkedHashMap<>(Map.of("limit", limit));
    if (!after.isEmpty()) {
      query.put("after", after);
    }
    return HttpCalls.query(query);
  }

  /** Dissolves a group. Its history stays readable for its members. */
  public void dissolve(String group) {
    calls.tell("DELETE", HttpCalls.path("groups", group), null);
  }
}
