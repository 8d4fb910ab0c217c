package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What apps say of their users. Thread-safe.
final class RocksDirectory implements Directory {

  private final Store store;

  RocksDirectory(Store store) {
    this.store = store;
  }

  Optional<Profile> of(UserId user) {
    return profile(user, store.get(Table.PROFILES, Keys.user(user)));
  }

  @Override
  public List<Profile> of(List<UserId> users) {
    List<Profile> profiles = new ArrayList<>(users.size());
    try (View view = store.snapshot()) {
      for (UserId user : users) {
        profile(user, view.get(Table.PROFILES, Keys.user(user))).ifPresent(profiles::add);
      }
    }
    return profiles;
  }

  @Override
  public List<Profile> startingWith(int app, String prefix, Place after, int limit) {
    byte[] below = Keys.profileNames(app, prefix);
    List<Profile> profiles = new ArrayList<>();
    try (View view = store.snapshot()) {
      Cursor rows = view.cursor(Table.PROFILE_NAMES);
      boolean there = rows.seek(from(app, below, after), below);
      while (there && profiles.size() < limit) {
        UserId user = Keys.profileOwner(rows.key());
        profile(user, view.get(Table.PROFILES, Keys.user(user))).ifPresent(profiles::add);
        there = rows.next(below);
      }
    }
    return profiles;
  }

  private static byte[] from(int app, byte[] below, Place after) {
    byte[] behind = Keys.behind(Keys.profileName(app, after));
    boolean isAhead = Arrays.compareUnsigned(behind, below) <= 0;
    return after.equals(Place.FIRST) || isAhead ? below : behind;
  }

  private static Optional<Profile> profile(UserId user, byte @Nullable [] row) {
    return Optional.ofNullable(row).map(value -> Rows.profile(user, value));
  }
}
