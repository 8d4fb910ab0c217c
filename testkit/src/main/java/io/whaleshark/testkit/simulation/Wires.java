package io.whaleshark.testkit.simulation;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The wires that lead to one server. Confined to the simulation's thread.
final class Wires {

  private final Set<Wire> all = new LinkedHashSet<>();

  void add(Wire wire) {
    all.add(wire);
  }

  boolean remove(Wire wire) {
    return all.remove(wire);
  }

  int size() {
    return all.size();
  }

  void clear() {
    all.clear();
  }

  void cut() {
    List.copyOf(all).forEach(Wire::cut);
  }

  /// What is wrong after a device has logged in over a wire: another one of its user goes on that
  /// may not.
  Optional<String> displacedBy(Wire wire, LoginPolicy login) {
    return all.stream()
        .filter(other -> other != wire && isInUse(other))
        .filter(other -> other.device().user().equals(wire.device().user()))
        .filter(other -> login.displaces(wire.device().id(), other.device().id()))
        .findFirst()
        .map(_ -> "P9 " + wire.device() + " logged in, and its other connection goes on");
  }

  /// What is wrong at rest: a device goes on that all others hold for gone.
  Optional<String> of(Site site) {
    return all.stream()
        .filter(Wires::isInUse)
        .filter(wire -> !site.mayGoOn(wire.device().user(), wire.session()))
        .findFirst()
        .map(wire -> "P9 " + wire.device() + " goes on, and all others hold it for gone");
  }

  /// Who is logged in.
  Stream<UserId> users() {
    return all.stream().filter(Wires::isInUse).map(wire -> wire.device().user());
  }

  private static boolean isInUse(Wire wire) {
    return wire.isAlive() && wire.isLoggedIn();
  }
}
