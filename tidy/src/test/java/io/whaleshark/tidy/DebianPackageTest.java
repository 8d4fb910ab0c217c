package io.whaleshark.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.FileCursorStore;
import io.whaleshark.client.sdk.SyncConfig;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sdk.Update;
import io.whaleshark.client.sdk.UpdateListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whoever installs the next version of the package goes on: settings, data, and clients with
/// their cursors. What is removed stays until it is purged. Method: two packages, installed by the
/// real dpkg on this machine, with all that it writes in memory alone. Nothing runs as a service
/// there: the command of the unit does.
@Timeout(300)
class DebianPackageTest {

  private static final Pattern TCP = Pattern.compile("TCP +127\\.0\\.0\\.1:(\\d+)");
  private static final String SETTINGS = "/etc/whaleshark/whaleshark.yaml";

  /// As the unit starts it.
  private static final String SERVE =
      "install -d -o whaleshark -g whaleshark -m 700 /var/lib/whaleshark /var/cache/whaleshark;"
          + " WHALESHARK_TCP_PORT=0 WHALESHARK_WS_PORT=0 WHALESHARK_HTTP_PORT=0"
          + " setpriv --reuid whaleshark --regid whaleshark --clear-groups"
          + " whaleshark serve --config "
          + SETTINGS
          + " >/run/said 2>&1 & echo $! >/run/pid;"
          + " until grep -q '  TCP ' /run/said; do kill -0 $(cat /run/pid) && sleep 0.1; done;"
          + " cat /run/said";

  private static final String END =
      "kill $(cat /run/pid); while kill -0 $(cat /run/pid) 2>/dev/null; do sleep 0.1; done";

  @TempDir private Path folder = Path.of("");
  private final BlockingQueue<Long> arrived = new ArrayBlockingQueue<>(10);

  /// Makes the package of a version, and puts it where the other root finds it.
  private String deb(String version) throws IOException, InterruptedException {
    Path made = folder.resolve(version);
    ReleaseTest.make(version, made);
    return made.resolve("whaleshark_" + version + "_amd64.deb").toString();
  }

  private static int port(String said) {
    Matcher tcp = TCP.matcher(said);
    assertThat(tcp.find()).as(said).isTrue();
    return Integer.parseInt(tcp.group(1));
  }

  /// Bob's device comes, hears what it missed, and leaves.
  private void bobHears(String said, long sequence) throws InterruptedException {
    SyncConfig sync = SyncConfig.with(new FileCursorStore(folder.resolve("bob.cursor")));
    UpdateListener ear =
        update -> {
          if (update instanceof Update.Arrived message) {
            arrived.add(message.message().messageSequence());
          }
        };
    ClientConfig bob = ClientConfig.local("bob").at("127.0.0.1", port(said));
    try (SyncedClient _ = SyncedClient.open(bob, sync, ear)) {
      assertThat(arrived.poll(30, TimeUnit.SECONDS)).isEqualTo(sequence);
    }
  }

  @Test
  void anUpgradeGoesOnAndAPurgeLeavesNothing() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "dpkg-deb is not installed");
    assumeTrue(ThrowawayRoot.isPossible(), "this user may not lay a folder over the machine");
    String before = deb("1.2.2");
    String after = deb("1.2.3");
    try (ThrowawayRoot root = new ThrowawayRoot(Files.createDirectory(folder.resolve("root")))) {
      root.run("dpkg -i " + before);
      assertThat(root.run("stat -c '%a %U %G' " + SETTINGS)).isEqualTo("640 root whaleshark\n");
      assertThat(root.run("systemctl is-enabled whaleshark")).isEqualTo("enabled\n");
      String said = root.run(SERVE);
      assertThat(ReleaseTest.sendsAMessage(port(said))).isEqualTo(1);
      bobHears(said, 1);
      assertThat(ReleaseTest.sendsAMessage(port(said))).isEqualTo(2);
      root.run(END + "; echo '# ours' >>" + SETTINGS);

      root.run("dpkg -i " + after);
      assertThat(root.run("dpkg-query -W whaleshark")).isEqualTo("whaleshark\t1.2.3\n");
      assertThat(root.run("tail -1 " + SETTINGS)).isEqualTo("# ours\n");
      assertThat(root.run("stat -c '%a %U %G' " + SETTINGS)).isEqualTo("640 root whaleshark\n");
      assertThat(root.run("systemctl is-enabled whaleshark")).isEqualTo("enabled\n");
      bobHears(root.run(SERVE), 2); // and not the first one again
      root.run(END);

      root.run("dpkg -r whaleshark; test -d /var/lib/whaleshark/data; test -f " + SETTINGS);
      root.run("dpkg -P whaleshark");
      assertThat(root.run("ls -d /var/lib/whaleshark /etc/whaleshark 2>/dev/null || true"))
          .isEmpty();
      assertThat(root.run("getent passwd whaleshark || true")).isEmpty();
    }
    assertThat(arrived).isEmpty();
  }
}
