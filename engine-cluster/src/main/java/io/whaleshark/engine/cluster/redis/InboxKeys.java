package io.whaleshark.engine.cluster.redis;

import io.whaleshark.core.id.UserId;

/// The keys of one user's inbox, which lie in the same slot of a cluster. Immutable.
///
/// A brace in a user's name would change the slot of a key, and not that of the other one: so
/// braces are written as in addresses, `%7B` and `%7D`, and the sign itself as `%25`. All other
/// names stand in the key as they are.
///
/// @param set the key of the sorted set
/// @param state the key of what the set holds
record InboxKeys(String set, String state) {

  static InboxKeys of(UserId user) {
    String name = user.name().replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    String set = user.app() + ":OfflineMessage:" + name;
    return new InboxKeys(set, "{" + set + "}:state");
  }

  String[] both() {
    return new String[] {set, state};
  }
}
