package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A lock that allows one build at a time: two builds in the same folders corrupt each other. The
/// operating system releases the lock of a killed process.
final class BuildLock implements AutoCloseable {

  private final FileChannel file;

  private BuildLock(FileChannel file) {
    this.file = file;
  }

  /// Takes the lock; tells a waiting user who holds it.
  static BuildLock take(Project project) throws IOException {
    Path path = project.target("build.lock");
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.tryLock() == null) {
      project
          .said()
          .println("Waiting for the build of process " + Files.readString(path).strip() + " ...");
      file.lock();
    }
    file.truncate(0);
    byte[] owner = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    file.write(ByteBuffer.wrap(owner));
    return new BuildLock(file);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
