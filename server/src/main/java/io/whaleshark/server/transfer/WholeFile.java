package io.whaleshark.server.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that has another name until it is whole, so that nobody takes a part for all. Only this
/// user can read it. Confined to one thread.
public final class WholeFile implements AutoCloseable {

  /// What only this user can read.
  public static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final Path part;
  private final FileChannel channel;

  private WholeFile(Path file, Path part, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.channel = channel;
  }

  /// Begins a file, in place of a part that was left behind.
  public static WholeFile begin(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, PosixFilePermissions.asFileAttribute(OWN));
    return new WholeFile(file, part, FileChannel.open(part, StandardOpenOption.WRITE));
  }

  /// Where its content goes, without a buffer. It is not to be closed.
  public OutputStream out() {
    return Channels.newOutputStream(channel);
  }

  /// Everything was written: the file gets its name, once it is on the disk.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if there is one of that name
  public void complete() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(part, file);
  }

  /// Ends it; what was not completed is gone.
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
