package io.whaleshark.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One build at a time: two that build the same folders spoil each other's work. The system takes
/// the lock from an owner that is killed.
final class BuildLock implements AutoCloseable {

  private final FileChannel file;

  private BuildLock(FileChannel file) {
    this.file = file;
  }

  /// Takes the lock; whoever has to wait is told for whom.
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
