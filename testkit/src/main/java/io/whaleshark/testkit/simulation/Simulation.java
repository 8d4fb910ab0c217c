package io.whaleshark.testkit.simulation;

import io.whaleshark.checker.LogChecker;
import io.whaleshark.checker.MessageId;
import io.whaleshark.client.sync.Backoff;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.DeviceKind;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.LoginPolicy;
import io.whaleshark.core.model.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One run of a plan. It uses one thread and virtual time, so it is deterministic: the same plan
/// gives the same run. The promises are checked after each event, and the first broken promise ends
/// the run. Used once.
public final class Simulation {

  /// The app of all plans.
  public static final int APP = Scene.APP;

  /// Devices of each user: a phone, and a desktop.
  static final int DEVICES = 2;

  private static final long BEGIN_MICROS = 200_000;

  /// After so long in which nobody does anything, everything has arrived.
  static final long REST_MICROS = 3_000_000;

  private static final long SETTLE_MICROS = 60_000_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(800);

  private final Plan plan;
  private final Consumer<Engine> rest;
  private final Timeline timeline = new Timeline();
  private final RandomGenerator random;
  private final LogChecker checker = new LogChecker();
  private final Servers servers;
  private final Administration administration = new Administration(this);
  private final Backend backend = new Backend(this);
  private final Quiet quiet = new Quiet(backend);
  private final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private String newestStep = "everyone connects";
  private LoginPolicy loginPolicy;

  private Simulation(Plan plan, Sabotage sabotage, Consumer<Engine> rest) {
    this.plan = plan;
    this.rest = rest;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(~plan.seed());
    this.servers = new Servers(timeline, random, plan, sabotage, this::violated);
    this.loginPolicy = plan.policy().login();
    for (String user : Scene.USERS) {
      for (int i = 0; i < DEVICES; i++) {
        DeviceId id =
            i == 0 ? new DeviceId(DeviceKind.IOS, "phone") : new DeviceId(plan.second(), "desktop");
        devices.put(user + i, new SimulatedDevice(this, Scene.user(user), id));
      }
    }
  }

  /// Plays a plan.
  ///
  /// @return the first violation, with the promise that it breaks; empty if there is none
  public static Optional<String> play(Plan plan, Sabotage sabotage) {
    return play(plan, sabotage, _ -> {});
  }

  /// Plays a plan, and shows what is stored whenever nobody has done anything for a while.
  ///
  /// @param rest may read alone; what it throws ends the run
  /// @return the first violation, with the promise that it breaks; empty if there is none
  public static Optional<String> play(Plan plan, Sabotage sabotage, Consumer<Engine> rest) {
    return new Simulation(plan, sabotage, rest).run();
  }

  private Optional<String> run() {
    Scene.tellPairs(checker);
    timeline.afterEach(this::check);
    administration.begin();
    devices.values().forEach(SimulatedDevice::connect);
    timeline.runUntil(BEGIN_MICROS);
    for (Plan.Step step : plan.steps()) {
      timeline.in(step.at(), () -> take(step));
    }
    if (!plan.steps().isEmpty()) {
      timeline.runUntil(BEGIN_MICROS + plan.steps().getLast().at());
    }
    if (violations.isEmpty()) {
      newestStep = "everyone reconnects";
      end();
    }
    return violations.stream().findFirst();
  }

  private void take(Plan.Step step) {
    newestStep = step.says();
    step.does().accept(this);
  }

  private void end() {
    servers.recover();
    timeline.runUntil(timeline.now() + REST_MICROS);
    atRest();
    loginPolicy = LoginPolicy.ALL;
    settle();
    if (violations.isEmpty()) {
      devicesKnow(DeviceAudit::difference);
      servers.followerKnows();
      servers.areBack().ifPresent(this::violated);
      new Audit(this).everything();
      check();
    }
  }

  /// Whether all promises hold after the last event.
  private boolean check() {
    collectViolations();
    if (violations.isEmpty() && servers.haveChanged()) {
      boolean _ = look(Audit::newest);
      collectViolations();
    }
    return violations.isEmpty();
  }

  private void collectViolations() {
    for (SimulatedServer server : servers.all()) {
      server.overflow().ifPresent(this::violated);
      server.bugs().forEach(this::violated);
    }
    checker.found().forEach(anomaly -> violated(Promises.brokenBy(anomaly)));
  }

  /// Looks at what everyone can see, unless the server is away or has broken a promise already.
  ///
  /// @return whether it could be seen; if not, what was missed shows at the next look
  private boolean look(Consumer<Audit> look) {
    if (server().node() == null || !violations.isEmpty()) {
      return false; // after a violation the model may lack what it needs to judge
    }
    try {
      tellExpired();
      look.accept(new Audit(this));
      return true;
    } catch (EngineException _) {
      return false;
    }
  }

  /// Tells the checker what has expired: a message that is sent again behind that is another one.
  void tellExpired() {
    for (Chat chat : server().referee().chats()) {
      checker.expired(Scene.name(chat.id), chat.floor);
    }
  }

  /// What is older than that expires, when all of it has been seen.
  void sweep(long micros) {
    if (look(Audit::newest)) {
      server().sweep(micros);
    }
  }

  /// Nobody did anything for a while: whoever is there has and knows everything.
  void atRest() {
    if (!servers.areUp()) {
      return;
    }
    for (SimulatedDevice device : devices.values()) {
      if (device.isLoggedIn() && !device.isSettled()) {
        violated("P4 " + device + " does not become idle");
      }
    }
    if (!servers.haveMissed()) {
      receiptsHaveArrived();
    }
    if (!servers.mayOwePushes()) {
      devicesKnow(servers.haveMissed() ? DeviceAudit::unseen : DeviceAudit::difference);
    }
    servers.atRest();
    boolean _ = look(Audit::everything);
    boolean _ = check();
    boolean _ = look(_ -> rest.accept(server().requireNode().engine()));
  }

  /// P7: whoever is there knows who has read, without asking again.
  private void receiptsHaveArrived() {
    for (SimulatedDevice device : devices.values()) {
      if (device.isLoggedIn() && server().node() != null) {
        device
            .receipts()
            .differenceFrom(ReceiptBook.known(server().requireNode(), device.user()), device)
            .ifPresent(difference -> violated("P7 " + device + " in " + difference));
      }
    }
  }

  /// C3, P8: whoever is there has seen everything, and counts as the server does.
  private void devicesKnow(Function<DeviceAudit, Optional<String>> difference) {
    for (SimulatedDevice device : devices.values()) {
      if (device.isLoggedIn()) {
        difference
            .apply(new DeviceAudit(server(), device))
            .ifPresent(what -> violated("C3 " + device + ": " + what));
      }
    }
  }

  /// Everyone comes back, everything is answered and pulled: all log in once more, since a push may
  /// be owed.
  private void settle() {
    comeBack();
    devices.values().forEach(SimulatedDevice::cut);
    comeBack();
    for (SimulatedDevice device : devices.values()) {
      if (!device.isSettled()) {
        violated("P4 " + device + " does not become idle");
      }
    }
  }

  private void comeBack() {
    long deadline = timeline.now() + SETTLE_MICROS;
    do {
      backend.letAllIn();
      devices.values().forEach(SimulatedDevice::connect);
      timeline.runUntil(timeline.now() + REST_MICROS);
    } while (violations.isEmpty() && !isSettled() && timeline.now() < deadline);
  }

  private boolean isSettled() {
    return administration.isSettled()
        && backend.isSettled()
        && devices.values().stream().allMatch(SimulatedDevice::isSettled);
  }

  // --- what the parts need of one another ---

  LogChecker checker() {
    return checker;
  }

  /// A server that is up, if there is one.
  SimulatedServer server() {
    return servers.any();
  }

  /// One of the servers.
  SimulatedServer server(int number) {
    return servers.all().get(number % servers.all().size());
  }

  Servers servers() {
    return servers;
  }

  Administration administration() {
    return administration;
  }

  Backend backend() {
    return backend;
  }

  Quiet quiet() {
    return quiet;
  }

  SimulatedDevice device(String user, int number) {
    return Objects.requireNonNull(devices.get(user + number));
  }

  void reconnect(String user, int number) {
    device(user, number).cut();
    device(user, number).connect();
  }

  /// The server crashes over which a user's phone is logged in.
  void crashServerOf(String user) {
    Wire over = device(user, 0).loggedInWire();
    if (over != null) {
      over.server().crash();
    }
  }

  Wire newWire(SimulatedDevice device) {
    SimulatedServer server = servers.forDevice();
    Wire wire = new Wire(timeline, random, server, device);
    server.connected(wire);
    return wire;
  }

  /// The time, as a device's clock shows it.
  long nowNanos() {
    return timeline.now() * 1_000;
  }

  /// Pauses of a device: so long as that another attempt can help.
  Backoff newPauses() {
    return new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  void in(long micros, Runnable what) {
    timeline.in(micros, what);
  }

  /// Reports a violation; the first one is kept, with the time at which it was found.
  void violated(String what) {
    violations.add("%s%n  shown at %.3f s, after: %s".formatted(what, seconds(), newestStep));
  }

  private double seconds() {
    return (timeline.now() - BEGIN_MICROS) * 1e-6;
  }

  /// Which devices of a user may be logged in together.
  LoginPolicy loginPolicy() {
    return loginPolicy;
  }

  /// How many entries an inbox holds at most.
  int inboxBound() {
    return plan.policy().inbox().entries();
  }

  /// Whether a message need not be there any more.
  boolean hasExpired(ConversationId conversation, long sequence) {
    return server().referee().chat(conversation).isExpired(sequence);
  }

  /// The server says that there is no such message.
  void denied(Message message, MessageId id) {
    if (!hasExpired(message.conversation(), message.sequence())) {
      checker.denied(id);
    }
  }

  /// Whether a message is as old as what was swept, or may be by the time a node gets to it that
  /// hangs.
  boolean mayHaveExpired(Message message) {
    return servers.all().size() > 1 || server().referee().mayHaveExpired(message.stamp());
  }

  /// A send was refused for good. If a block was why, a copy of it that is under way may arrive
  /// when the block has ended.
  void sendRefused(UserId sender, MessageId message, Refusal refusal, String detail) {
    expectRefusal(sender, refusal, detail);
    if (refusal != Refusal.NOT_ACCEPTED) {
      checker.refused(message);
    }
  }

  /// A refusal that may happen: who left is no participant, anyone may be muted, and what is old
  /// stays.
  void expectRefusal(UserId user, Refusal refusal, String detail) {
    boolean expected =
        switch (refusal) {
          case RETRY_LATER, INTERNAL -> true;
          case RECALL_TOO_LATE, EDIT_TOO_LATE, MESSAGE_RECALLED -> true;
          case GROUP_DISSOLVED, MUTED, NOT_ACCEPTED -> true;
          case NOT_A_PARTICIPANT -> user.name().equals(Scene.MOVER);
          default -> false;
        };
    if (!expected) {
      violated("P9 " + user + " is refused with " + refusal + ": " + detail);
    }
  }
}
