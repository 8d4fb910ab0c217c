package io.whaleshark.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The server, or the nodes that work as one. Confined to the simulation's thread.
final class Servers {

  /// Of so many connections, one leads to whichever node, be it down.
  private static final int ANY_ONE_IN = 4;

  private final RandomGenerator random;
  private final PresenceFollower follower;
  private final List<SimulatedServer> all = new ArrayList<>();
  private final List<SharedNode> nodes = new ArrayList<>();
  private final List<SharedStore> stores = new ArrayList<>();

  Servers(
      Timeline timeline,
      RandomGenerator random,
      Plan plan,
      Sabotage sabotage,
      Consumer<String> violated) {
    this.random = random;
    this.follower = new PresenceFollower(violated);
    if (plan.nodes() == 1) {
      WrongClock clock = new WrongClock(timeline.clock());
      Referee referee = new TurnReferee(plan.policy(), clock, violated);
      Site alone = new OwnDisk(referee, clock, sabotage, follower);
      all.add(new SimulatedServer(timeline, random, plan, sabotage, alone));
      return;
    }
    Gathering gathering = new Gathering(plan.policy(), timeline, violated);
    SharedStore store = new SharedStore(timeline, sabotage, gathering, follower);
    stores.add(store);
    for (int i = 0; i < plan.nodes(); i++) {
      WrongClock clock = new WrongClock(timeline.clock());
      var referee = new NodeReferee(gathering, plan.policy(), clock, timeline);
      nodes.add(new SharedNode("node" + i, store, referee, timeline, random, this::committed));
    }
    nodes.forEach(node -> all.add(new SimulatedServer(timeline, random, plan, sabotage, node)));
  }

  private void committed(long stamp) {
    nodes.forEach(node -> node.poke(stamp));
  }

  List<SimulatedServer> all() {
    return all;
  }

  /// One that is up, if there is one.
  SimulatedServer any() {
    return all.stream().filter(server -> server.node() != null).findFirst().orElse(all.getFirst());
  }

  /// The one to which a device connects.
  SimulatedServer forDevice() {
    if (all.size() == 1) {
      return all.getFirst();
    }
    List<SimulatedServer> up = all.stream().filter(server -> server.node() != null).toList();
    List<SimulatedServer> chosen = up.isEmpty() || random.nextInt(ANY_ONE_IN) == 0 ? all : up;
    return chosen.get(random.nextInt(chosen.size()));
  }

  boolean areUp() {
    return all.stream().allMatch(server -> server.node() != null);
  }

  /// What is wrong after a while in which nothing failed: one is not up again, so those who were
  /// there may stay online for ever.
  Optional<String> areBack() {
    return areUp() ? Optional.empty() : Optional.of("P13 a node does not come back");
  }

  /// Whether anything may have changed since this was last asked.
  boolean haveChanged() {
    return all.stream().filter(SimulatedServer::hasChanged).count() > 0;
  }

  /// Whether somebody may not have been told something before they ask.
  boolean mayOwePushes() {
    return all.stream().anyMatch(SimulatedServer::mayOwePushes);
  }

  /// Whether some news could ever not be told: then devices are told of entries of their inboxes,
  /// and find out all else by asking.
  boolean haveMissed() {
    return nodes.stream().anyMatch(SharedNode::hasMissed);
  }

  void recover() {
    all.forEach(SimulatedServer::recover);
    setStoreClock(0);
  }

  /// Whoever follows from outside knows who is online.
  void followerKnows() {
    follower.atRest(all.stream().flatMap(SimulatedServer::users).toList());
  }

  /// All that was owed to anybody was told.
  void atRest() {
    followerKnows();
    all.getFirst().referee().atRest();
    all.forEach(SimulatedServer::displacedAreGone);
  }

  // --- what can happen to several nodes alone ---

  /// A node hears nothing of the others for a while.
  void beDeaf(SimulatedServer which, long micros) {
    if (!nodes.isEmpty()) {
      nodes.get(all.indexOf(which)).beDeaf(micros);
    }
  }

  /// The clock of what nodes share is set.
  ///
  /// @param ahead how far it is ahead from now on, in microseconds
  void setStoreClock(long ahead) {
    stores.forEach(store -> store.clock().set(ahead));
  }

  /// For a while, no node can read the messages that news names.
  void beUnreadable(long micros) {
    stores.forEach(store -> store.beUnreadable(micros));
  }

  /// Old news is deleted.
  void deleteNews() {
    stores.forEach(SharedStore::deleteNews);
  }
}
