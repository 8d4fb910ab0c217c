package io.whaleshark.client.sdk;

import java.util.List;
import java.util.Optional;

/// A page of what a search in the directory has found. Immutable.
///
/// @param people in the order of their names
/// @param next where the next page begins; empty if nothing follows
public record FoundPeople(List<PersonProfile> people, Optional<String> next) {

  /// Copies the people.
  public FoundPeople {
    people = List.copyOf(people);
  }
}
