package io.whaleshark.backend;

import java.util.List;
import java.util.Optional;

/**
 * A part of the directory.
 *
 * @param profiles in the order of their names
 * @param next where the next page begins; empty if nothing follows
 */
public record ProfilePage(List<UserProfile> profiles, Optional<String> next) {

  /** Copies the profiles. */
  public ProfilePage {
    profiles = List.copyOf(profiles);
  }

  static ProfilePage of(JsonFields fields) {
    return new ProfilePage(
        fields.objects("profiles", UserProfile::of),
        fields.has("next") ? Optional.of(fields.text("next")) : Optional.empty());
  }
}
