package io.whaleshark.bench.load;

import java.util.List;

/// The language of a server that is measured. Thread-safe.
public interface Dialect {

  /// What reports call the server.
  String name();

  /// Makes users known, where the server wants to know them before they log in.
  ///
  /// @throws BenchException if that isn't possible
  void makeUsers(List<String> users);

  /// Makes a group whose members are these, the first one its owner.
  ///
  /// @throws BenchException if that isn't possible
  void makeGroup(String group, List<String> members);

  /// A device of a user. A user who is member of groups that need it enters them on login.
  Voice voice(String user);
}
