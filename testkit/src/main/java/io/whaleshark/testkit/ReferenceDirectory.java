package io.whaleshark.testkit;

import io.whaleshark.core.engine.Directory;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Profile;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// What apps say of their users; part of the [ReferenceEngine].
record ReferenceDirectory(Supplier<Collection<Profile>> profiles) implements Directory {

  /// Code points have the order of UTF-8 bytes, and so have users.
  private static final Comparator<Place> ORDER =
      Comparator.comparing((Place place) -> points(place.compared()))
          .thenComparing(place -> points(place.user()));

  private static String points(String text) {
    StringBuilder ordered = new StringBuilder();
    text.codePoints().forEach(point -> ordered.append("%06x".formatted(point)));
    return ordered.toString();
  }

  @Override
  public List<Profile> of(List<UserId> users) {
    return profiles.get().stream().filter(profile -> users.contains(profile.user())).toList();
  }

  @Override
  public List<Profile> startingWith(int app, String prefix, Place after, int limit) {
    return profiles.get().stream()
        .filter(profile -> profile.user().app() == app)
        .filter(profile -> profile.compared().startsWith(prefix))
        .filter(profile -> ORDER.compare(Place.of(profile), after) > 0)
        .sorted(Comparator.comparing(Place::of, ORDER))
        .limit(limit)
        .toList();
  }
}
