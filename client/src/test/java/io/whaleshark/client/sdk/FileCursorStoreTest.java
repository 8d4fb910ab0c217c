package io.whaleshark.client.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the cursor survives, and no device gets that of another one. Method: real files.
class FileCursorStoreTest {
  @TempDir private Path folder;

  private FileCursorStore of(ClientConfig config) {
    return FileCursorStore.below(folder, config);
  }

  @Test
  void keepsTheNewestCursor() {
    var config = ClientConfig.local("alice");
    assertThat(of(config).load()).isZero();
    of(config).store(7);
    of(config).store(1_700_000_000_000_123L);
    assertThat(of(config).load()).isEqualTo(1_700_000_000_000_123L);
  }

  @Test
  void serverAppUserAndDeviceHaveTheirOwn() {
    var config = ClientConfig.local("alice");
    of(config).store(7);
    assertThat(of(config.at("127.0.0.1", 29_001)).load()).isZero();
    assertThat(of(config.inApp(2)).load()).isZero();
    assertThat(of(ClientConfig.local("Alice")).load()).isZero();
    assertThat(of(config.onDevice("phone", config.clientType())).load()).isZero();
  }

  @Test
  void namesAreNoPaths() throws IOException {
    for (String user : new String[] {"../../x", "a/b", "..", "a".repeat(128), "漢".repeat(128)}) {
      of(ClientConfig.local(user)).store(9);
      assertThat(of(ClientConfig.local(user)).load()).isEqualTo(9);
    }
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(5);
    }
  }

  @Test
  void damagedFileCountsAsNone() throws IOException {
    var file = folder.resolve("damaged.cursor");
    Files.writeString(file, "what?");
    assertThat(new FileCursorStore(file).load()).isZero();
  }

  @Test
  void folderThatCannotBeWrittenIsNamed() throws IOException {
    var blocked = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new FileCursorStore(blocked.resolve("x.cursor")).store(1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write");
  }
}
