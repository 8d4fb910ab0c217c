package io.whaleshark.bench.load;

import java.util.List;

/// The protocol of a measured server. Thread-safe.
public interface Dialect {

  /// The server's name in reports.
  String name();

  /// Creates users, if the server requires that before they log in.
  ///
  /// @throws BenchException if that fails
  void makeUsers(List<String> users);

  /// Creates a group with these members; the first one is its owner.
  ///
  /// @throws BenchException if that fails
  void makeGroup(String group, List<String> members);

  /// Creates the voice of a user's device. If members must join groups, a member joins them on
  /// login.
  Voice voice(String user);
}
