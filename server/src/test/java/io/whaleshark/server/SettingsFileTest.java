package io.whaleshark.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Goal: a settings file that was changed holds, unless it is wrong or half written. Method: looks
/// at a real file, without the server whose settings it has.
class SettingsFileTest {

  private static final Logger LOG = (Logger) LoggerFactory.getLogger("whaleshark");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Duration> held = new ArrayList<>();

  @TempDir private Path folder = Path.of("");

  private Path file;
  private SettingsFile settings;

  @BeforeEach
  void begin() throws IOException {
    log.start();
    LOG.addAppender(log);
    file = folder.resolve("whaleshark.yaml");
    write("1d");
    settings =
        new SettingsFile(
            file, () -> ServerConfig.read(null, Map.of("WHALESHARK_CONFIG", file.toString())));
  }

  @AfterEach
  void end() {
    LOG.detachAppender(log);
  }

  private void write(String retention) throws IOException {
    Files.writeString(file, "apps: {7: {retention: " + retention + "}}\n");
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      settings.look(config -> held.add(config.app(7).policy().retention()));
    }
  }

  private List<String> said() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aChangeHoldsOnceItIsThereAtTwoLooks() throws IOException {
    look(3);
    assertThat(held).isEmpty();
    write("2d");
    look(1);
    write("3d");
    look(1);
    assertThat(held).as("somebody may still write").isEmpty();
    look(3);
    assertThat(held).containsExactly(Duration.ofDays(3));
  }

  @Test
  void aWrongFileChangesNothingAndIsSaidOnceWithItsSetting() throws IOException {
    write("nonsense");
    look(4);
    assertThat(held).isEmpty();
    assertThat(said())
        .containsExactly(
            "all settings stay as they were: apps.7.retention in "
                + file
                + ": nonsense (expected: a time such as 500ms, 90s, 10m, 12h or 180d)");
    Files.delete(file);
    look(4);
    assertThat(held).isEmpty();
    assertThat(said()).hasSize(2).last().asString().contains("WHALESHARK_CONFIG: " + file);
    write("2d");
    look(2);
    assertThat(held).containsExactly(Duration.ofDays(2));
  }

  @Test
  void whatTheStoreDoesNotTakeNowIsTriedAgain() throws IOException {
    write("2d");
    for (int i = 0; i < 3; i++) {
      settings.look(_ -> {
        throw new EngineException(EngineException.Kind.UNAVAILABLE, "no answer");
      });
    }
    assertThat(said()).hasSize(2).allMatch(line -> line.endsWith("tried again: no answer"));
    look(2);
    assertThat(held).containsExactly(Duration.ofDays(2));
  }

  @Test
  void whatWasThereBeforeHoldsAgainAfterAChangeThatWasHalfMade() throws IOException {
    write("2d");
    for (int i = 0; i < 2; i++) {
      settings.look(_ -> {
        throw new EngineException(EngineException.Kind.UNAVAILABLE, "no answer");
      });
    }
    write("1d");
    look(2);
    assertThat(held).containsExactly(Duration.ofDays(1));
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException {
    Files.writeString(file, "\n");
    look(4);
    assertThat(held).isEmpty();
    assertThat(said()).containsExactly("all settings stay as they were: " + file + " is empty");
  }
}
