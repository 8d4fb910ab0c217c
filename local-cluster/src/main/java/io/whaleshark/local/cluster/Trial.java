package io.whaleshark.local.cluster;

import io.whaleshark.checker.Anomaly;
import io.whaleshark.local.cluster.load.Company;
import io.whaleshark.local.cluster.load.Crew;
import io.whaleshark.local.cluster.load.Door;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Kills and pauses parts of a cluster while people talk through it, and tells what was lost. Used
/// by one thread.
///
/// A round: under load, something happens to one part after another; then everything works again,
/// everybody settles and looks, and the checker compares what they see with what they did.
final class Trial {

  private static final int BLOWS_AT_MOST = 3;
  private static final int LOAD_MILLIS = 1_500;
  private static final int DOWN_MILLIS = 2_500;
  private static final int PAUSE_MILLIS = 4_000;

  private final LocalCluster cluster;
  private final PrintWriter out;
  private final Random random;
  private final Company company;

  /// @param seed of all that happens at random
  Trial(LocalCluster cluster, long seed, PrintWriter out) {
    this.cluster = cluster;
    this.out = out;
    this.random = new Random(seed);
    this.company = new Company(random.nextLong());
  }

  /// Runs that many rounds.
  ///
  /// @return whether nothing was lost
  boolean run(int rounds) throws InterruptedException {
    try {
      List<Door> doors = cluster.doors();
      company.found(doors.getFirst());
      boolean isGood = true;
      int blows = 0;
      for (int round = 1; round <= rounds && isGood; round++) {
        List<String> happened = loadAndStrike();
        blows += happened.size();
        company.settle(doors);
        say("round %d: %s; %,d acknowledged", round, join(happened), company.acknowledged());
        isGood = tell(company.look(doors.get(round % doors.size())));
      }
      if (isGood) {
        company.getNewDevices();
        company.settle(doors);
        isGood = tell(company.lookAtAll(doors.getLast()));
      }
      if (isGood) {
        say(
            "Lost: nothing. %,d messages, %,d blows, %,d sends of unknown outcome made again.",
            company.messages(), blows, company.repeated());
      }
      return isGood;
    } catch (IOException e) {
      throw new ClusterException("a node does not answer: " + e.getMessage(), e);
    }
  }

  private static String join(List<String> happened) {
    return String.join(", ", happened);
  }

  private List<String> loadAndStrike() throws InterruptedException {
    AtomicBoolean isLoaded = new AtomicBoolean(true);
    Crew talking = company.talk(cluster.doors(), isLoaded::get);
    List<String> happened = new ArrayList<>();
    try {
      pass(LOAD_MILLIS);
      int blows = 1 + random.nextInt(BLOWS_AT_MOST);
      for (int i = 0; i < blows; i++) {
        List<Victim> victims = cluster.victims();
        happened.add(strike(victims.get(random.nextInt(victims.size()))));
        pass(LOAD_MILLIS);
      }
    } finally {
      isLoaded.set(false);
      talking.join();
    }
    return happened;
  }

  private String strike(Victim victim) throws InterruptedException {
    if (random.nextBoolean()) {
      victim.kill();
      pass(DOWN_MILLIS);
      victim.restart();
      return "killed " + victim.name();
    }
    victim.pause();
    try {
      pass(PAUSE_MILLIS);
    } finally {
      victim.resume();
    }
    return "paused " + victim.name();
  }

  private void pass(int millisAtMost) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millisAtMost / 4 + random.nextInt(millisAtMost));
  }

  private boolean tell(List<Anomaly> anomalies) {
    if (!anomalies.isEmpty()) {
      say("LOST OR WRONG: %d findings.", anomalies.size());
      anomalies.forEach(anomaly -> say("  %s", anomaly));
    }
    return anomalies.isEmpty();
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
