package io.whaleshark.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a program that was started and is not handed over does not stay. Method: one that says its
/// number and sleeps, and a wait for it that breaks off.
class ServiceProcessTest {

  @TempDir private Path folder = Path.of("");

  private String said() {
    try {
      return Files.readString(folder.resolve("log"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertEndsWith(BooleanSupplier isReady, Class<?> failure) {
    List<String> sleeper = List.of("sh", "-c", "echo $$; exec sleep 600");
    assertThatThrownBy(
            () -> ServiceProcess.start("sleeper", sleeper, folder.resolve("log"), isReady))
        .isInstanceOf(failure);
    assertThat(ProcessHandle.of(Long.parseLong(said().strip())).filter(ProcessHandle::isAlive))
        .isEmpty();
  }

  @Test
  void anInterruptWhileItStartsEndsIt() {
    try {
      assertEndsWith(
          () -> {
            if (said().endsWith("\n")) {
              Thread.currentThread().interrupt();
            }
            return false;
          },
          ServiceException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aFailureToAskEndsIt() {
    assertEndsWith(
        () -> {
          if (said().endsWith("\n")) {
            throw new IllegalStateException("made by the test");
          }
          return false;
        },
        IllegalStateException.class);
  }
}
