package io.whaleshark.local.cluster.load;

import io.whaleshark.checker.Anomaly;
import io.whaleshark.checker.Device;
import io.whaleshark.checker.LogChecker;
import io.whaleshark.local.cluster.load.DeviceConnection.BrokenException;
import io.whaleshark.protocol.ClientType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// People who talk to one another through servers that may be killed meanwhile, and a checker that
/// knows no server and hears of all that they do and see. Used by one thread, except where a method
/// says otherwise.
///
/// The groups are made once, by [#found]. Then the company [talks][#talk] while somebody does what
/// he likes to the servers. When those work again, it [settles][#settle] and [looks][#look] at all.
public final class Company {

  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);
  private static final long PAUSE_MILLIS = 50;
  private static final long MOVE_EVERY_MILLIS = 40;

  private final Random random;
  private final LogChecker checker = new LogChecker();
  private final AtomicLong acknowledged = new AtomicLong();
  private final List<ChatDevice> devices = new ArrayList<>();
  private final List<Chatter> chatters = new ArrayList<>();
  private final List<Auditor> auditors = new ArrayList<>();
  private final GroupAdmin admin;

  /// Everybody gets a phone and a browser; nobody is connected yet.
  ///
  /// @param seed of all that they do at random
  public Company(long seed) {
    random = new Random(seed);
    admin = new GroupAdmin(checker, new Random(random.nextLong()));
    World.tellPairs(checker);
    for (String user : World.USERS) {
      ChatDevice phone = device(user, ClientType.ANDROID, "phone");
      device(user, ClientType.WEB, "web");
      auditors.add(new Auditor(phone, new Random(random.nextLong())));
    }
  }

  private ChatDevice device(String user, ClientType type, String kind) {
    ChatDevice device =
        new ChatDevice(
            checker, new Device(user, user + "-" + kind), type, acknowledged::incrementAndGet);
    devices.add(device);
    chatters.add(new Chatter(device, new Random(random.nextLong())));
    return device;
  }

  /// Makes the groups.
  public void found(Door door) throws IOException, InterruptedException {
    admin.createGroups(door);
  }

  /// Everybody gets one more device, which has seen nothing yet.
  public void getNewDevices() {
    World.USERS.forEach(user -> device(user, ClientType.MAC, "new"));
  }

  /// Connects everybody, each by a door of the list, sends again what was not answered, and waits
  /// until everyone has everything.
  ///
  /// @throws IllegalStateException if that takes too long
  public void settle(List<Door> doors) throws IOException, InterruptedException {
    Crew.all(devices, device -> settle(device, doors));
    admin.settle(doors.getFirst());
    Crew.all(devices, device -> settle(device, doors)); // what the others repeated has come by now
  }

  private void settle(ChatDevice device, List<Door> doors) throws InterruptedException {
    long until = System.nanoTime() + SETTLED_WITHIN.toNanos();
    int attempt = devices.indexOf(device);
    boolean settled = false;
    while (!settled) {
      try {
        device.leave();
        device.connect(doors.get(attempt % doors.size()).tcp());
        device.settle();
        settled = true;
      } catch (BrokenException e) {
        attempt++;
        if (System.nanoTime() > until) {
          throw new IllegalStateException(device.name + " is not settled: " + e.getMessage(), e);
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /// Everybody starts to connect and settle once, until that ends or breaks.
  ///
  /// @return what has to be joined
  public Crew startSettling(Door door) {
    return Crew.start(
        devices,
        device -> {
          try {
            device.leave();
            device.connect(door.tcp());
            device.settle();
          } catch (BrokenException _) {
            device.leave();
          }
        });
  }

  /// Everybody looks at all that is new, while nothing happens.
  ///
  /// @return what should not be; empty if all is well
  public List<Anomaly> look(Door door) throws IOException, InterruptedException {
    return look(door, Auditor.Depth.NEW);
  }

  /// Everybody looks at everything once more, from the beginning.
  ///
  /// @return what should not be; empty if all is well
  public List<Anomaly> lookAtAll(Door door) throws IOException, InterruptedException {
    return look(door, Auditor.Depth.ALL);
  }

  private List<Anomaly> look(Door door, Auditor.Depth depth)
      throws IOException, InterruptedException {
    Crew.all(auditors, auditor -> auditor.audit(depth));
    admin.audit(door);
    return checker.check();
  }

  /// Everybody starts to talk, and people join and leave groups, whatever happens to the servers.
  ///
  /// @param goesOn asked by the threads of all devices
  /// @return what has to be joined after that
  public Crew talk(List<Door> doors, BooleanSupplier goesOn) {
    Crew crew = Crew.start(chatters, chatter -> chatter.chat(doors, goesOn));
    crew.add(
        admin,
        someone -> {
          while (goesOn.getAsBoolean()) {
            move(someone, doors);
          }
        });
    return crew;
  }

  private static void move(GroupAdmin admin, List<Door> doors) throws InterruptedException {
    for (Door door : doors) {
      try {
        admin.moveSomebody(door);
      } catch (IOException _) {
        // The same is asked for again, by another door.
      }
      TimeUnit.MILLISECONDS.sleep(MOVE_EVERY_MILLIS);
    }
  }

  /// How many messages were acknowledged. For any thread.
  public long acknowledged() {
    return acknowledged.get();
  }

  /// How many sends were made again because their answer did not come.
  public int repeated() {
    return devices.stream().mapToInt(device -> device.sends().repeatedCount()).sum();
  }

  /// How many different messages there are.
  public long messages() {
    return checker.messageCount();
  }
}
