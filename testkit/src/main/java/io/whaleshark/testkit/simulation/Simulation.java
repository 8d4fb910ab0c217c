package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.LogChecker;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.FaultyEngine.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One run of a plan: everything happens in one thread and in virtual time, so the same plan is the
/// same run. Used once.
public final class Simulation {

  /// Devices of each user: a phone, and a desktop.
  static final int DEVICES = 2;

  private static final long BEGIN_MICROS = 200_000;
  private static final long REST_MICROS = 3_000_000;
  private static final long SETTLE_MICROS = 60_000_000;

  private final Plan plan;
  private final Timeline timeline = new Timeline();
  private final RandomGenerator random;
  private final LogChecker checker = new LogChecker();
  private final SimulatedServer server;
  private final Administration administration = new Administration(this);
  private final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  private Simulation(Plan plan, Sabotage sabotage) {
    this.plan = plan;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(~plan.seed());
    this.server = new SimulatedServer(timeline, random, plan.policy(), sabotage);
    for (String user : Scene.USERS) {
      for (int i = 0; i < DEVICES; i++) {
        DeviceId id =
            i == 0
                ? new DeviceId(DeviceKind.IOS, "phone")
                : new DeviceId(DeviceKind.MAC, "desktop");
        devices.put(user + i, new SimulatedDevice(this, Scene.user(user), id));
      }
    }
  }

  /// Plays a plan.
  ///
  /// @return the first thing that must not be, with the promise that it breaks; empty if all is
  ///   well
  public static Optional<String> play(Plan plan, Sabotage sabotage) {
    return new Simulation(plan, sabotage).run();
  }

  private Optional<String> run() {
    Scene.tellPairs(checker);
    administration.begin();
    devices.values().forEach(SimulatedDevice::connect);
    timeline.runUntil(BEGIN_MICROS);
    for (Plan.Step step : plan.steps()) {
      timeline.runUntil(BEGIN_MICROS + step.at());
      step.does().accept(this);
    }
    server.failBy(Fault.NONE);
    timeline.runUntil(timeline.now() + REST_MICROS);
    receiptsHaveArrived();
    settle();
    if (violations.isEmpty()) {
      new Audit(this).run();
    }
    checker.check().forEach(anomaly -> violations.add(Promises.brokenBy(anomaly)));
    violations.addAll(server.bugs());
    return violations.stream().findFirst();
  }

  /// P7: whoever is there knows who has read, without asking again.
  private void receiptsHaveArrived() {
    for (SimulatedDevice device : devices.values()) {
      if (device.isLoggedIn() && server.node() != null) {
        device
            .receipts()
            .differenceFrom(ReceiptBook.known(Objects.requireNonNull(server.node()), device.user()))
            .ifPresent(difference -> violated("P7 " + device + " in " + difference));
      }
    }
  }

  /// Everyone comes back, everything is answered and pulled.
  private void settle() {
    long deadline = timeline.now() + SETTLE_MICROS;
    while (!isSettled() && timeline.now() < deadline) {
      devices.values().forEach(SimulatedDevice::connect);
      timeline.runUntil(timeline.now() + REST_MICROS);
    }
    devices.values().forEach(SimulatedDevice::pull);
    timeline.runUntil(timeline.now() + REST_MICROS);
    for (SimulatedDevice device : devices.values()) {
      if (!device.isSettled()) {
        violated("P4 " + device + " does not come to rest");
      }
    }
  }

  private boolean isSettled() {
    return administration.isSettled()
        && devices.values().stream().allMatch(SimulatedDevice::isSettled);
  }

  // --- what the parts need of one another ---

  LogChecker checker() {
    return checker;
  }

  SimulatedServer server() {
    return server;
  }

  Administration administration() {
    return administration;
  }

  SimulatedDevice device(String user, int number) {
    return Objects.requireNonNull(devices.get(user + number));
  }

  void reconnect(String user, int number) {
    device(user, number).cut();
    device(user, number).connect();
  }

  Wire newWire(SimulatedDevice device) {
    Wire wire = new Wire(timeline, random, server, device);
    server.connected(wire);
    return wire;
  }

  void in(long micros, Runnable what) {
    timeline.in(micros, what);
  }

  void violated(String what) {
    violations.add(what);
  }

  /// A refusal that may happen: who left is no participant, and what is old stays.
  void expectRefusal(UserId user, Refusal refusal, String detail) {
    boolean expected =
        switch (refusal) {
          case RETRY_LATER, INTERNAL, RECALL_TOO_LATE -> true;
          case NOT_A_PARTICIPANT -> user.name().equals(Scene.MOVER);
          default -> false;
        };
    if (!expected) {
      violated("P9 " + user + " is refused with " + refusal + ": " + detail);
    }
  }
}
