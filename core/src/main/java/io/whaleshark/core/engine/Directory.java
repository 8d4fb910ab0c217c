package io.whaleshark.core.engine;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Profile;
import java.util.List;

/// What apps say of their users.
public interface Directory {

  /// A place in the order in which a search finds profiles: by what it compares, then by user, both
  /// in the order of their UTF-8 bytes.
  ///
  /// @param compared see [Profile#compared]
  /// @param user the user's name; empty for the place before all users
  record Place(String compared, String user) {

    /// Before everything.
    public static final Place FIRST = new Place("", "");

    /// Where a profile stands.
    public static Place of(Profile profile) {
      return new Place(profile.compared(), profile.user().name());
    }
  }

  /// The profiles of users of one app, of those who have one, in no order. Cost: one read.
  List<Profile> of(List<UserId> users);

  /// Those whose compared text begins with a prefix, in the order of [Place].
  ///
  /// @param prefix as [Profile#compared(String)] makes it; empty for all
  /// @param after exclusive lower bound
  /// @param limit at most this many, at least 1
  List<Profile> startingWith(int app, String prefix, Place after, int limit);
}
